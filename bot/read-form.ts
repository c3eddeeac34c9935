import { type Knowledge } from '../knowledge/index.ts';
import { type ReadForm } from '../services/desk/form.ts';

/** Reads the desk's form with the policy now in force. */
export function readForm(knowledge: () => Knowledge): ReadForm {
  return (text, today) => {
    const read = knowledge().readComplaint(text, { today });
    const { district, town, programme, incidentDate, confidential, urgency, unit } = read;
    const { kind, category, because, isConsultation } = read;
    return {
      ...{ district, town, programme, incidentDate, confidential, urgency, unit },
      ...{ kind, category, because, isConsultation },
      // A caller is on the phone: only who asks for it is anonymous.
      anonymous: read.anonymityAsked,
    };
  };
}
