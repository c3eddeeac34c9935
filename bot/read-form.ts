import { type Knowledge } from '../knowledge/index.ts';
import { type ReadForm } from '../services/desk/form.ts';

/** Reads the desk's form with the policy now in force. */
export function readForm(knowledge: () => Knowledge): ReadForm {
  return (text, today) => {
    const policy = knowledge();
    const { district, town } = policy.findPlace(text);
    const { outcome, programme } = policy.answer({ question: text, today, district }).answer;
    return {
      ...{ district, town, programme },
      kind: outcome === 'collect' ? '投诉' : null,
      category: null,
      incidentDate: null,
      anonymous: false,
      confidential: false,
      urgency: outcome === 'urgent' ? '紧急' : '一般',
      isConsultation: outcome !== 'collect',
      unit: null,
    };
  };
}
