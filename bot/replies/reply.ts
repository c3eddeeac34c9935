import { type EnquiryAnswer } from '../../services/enquiry/enquiry.ts';
import { type Json } from '../../services/json.ts';

/** A filed ticket as the person keeps it. */
export interface TicketReceipt {
  readonly number: string;
  /** Shown this once. */
  readonly queryCode: string;
  /** `YYYY-MM-DD`. */
  readonly dueDate: string;
}

/** One message of the service. Channels render it: text, buttons, data for the page, words to read aloud. */
export interface Reply {
  /** Plain Chinese with line breaks; no markup. */
  readonly text: string;
  /** At most two sentences without brackets or numbers of documents; the text itself when absent. */
  readonly spoken?: string;
  /** Choices as buttons: tapping one sends exactly these words. */
  readonly suggestions?: readonly string[];
  /** Travels as `channelData.answer`. */
  readonly answer?: EnquiryAnswer;
  /** Travels as `channelData.ticket`. */
  readonly ticket?: TicketReceipt;
  /**
   * More for the page, each under its own name in `channelData` (`{ screening: {…} }`). Names of the interface
   * (`answer`, `ticket`, `district`, `clientActivityID`) are taken.
   */
  readonly data?: Readonly<Record<string, Json>>;
}

/** The reply that carries an answer. */
export function answerReply(answer: EnquiryAnswer): Reply {
  const { text, spoken, suggestions } = answer;
  return { text, spoken, suggestions, answer };
}
