/** Faults of the policy room. Services map the codes; nobody reads the message but an operator. */
export type KnowledgeErrorCode =
  | 'content.invalid'
  | 'rules.clause-missing'
  | 'rules.figure-missing'
  | 'segmenter.dictionary-missing'
  | 'segmenter.dictionary-malformed'
  | 'segmenter.word-invalid'
  | 'segmenter.word-not-whole';

/** A fault with a stable code. The message names files and words of our own content, never a person's text. */
export class KnowledgeError extends Error {
  override readonly name: string = 'KnowledgeError';
  readonly code: KnowledgeErrorCode;

  constructor(code: KnowledgeErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
