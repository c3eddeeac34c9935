import { type Knowledge } from '../knowledge/index.ts';
import { type AnswerOnce } from '../services/desk/answer-once.ts';
import { type ReadForm } from '../services/desk/form.ts';

/** Reads the desk's form with the policy now in force. A call that complains of nothing has no kind and no category. */
export function readForm(knowledge: () => Knowledge, answer: AnswerOnce): ReadForm {
  return (text, today) => {
    const read = knowledge().readComplaint(text, { today });
    const { district, town, programme, incidentDate, confidential, urgency, unit } = read;
    const { outcome } = answer({ question: text, today, district }).answer;
    const complains = outcome === 'collect' && !read.isConsultation;
    return {
      ...{ district, town, programme, incidentDate, confidential, urgency, unit },
      kind: complains ? read.kind : null,
      category: complains ? read.category : null,
      // A caller is on the phone: only who asks for it is anonymous.
      anonymous: read.anonymityAsked,
      isConsultation: !complains,
    };
  };
}
