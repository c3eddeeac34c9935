import { strToU8 } from 'fflate';
import { zipped } from '../zip.ts';
import { type SubjectScope } from './subject.ts';
import { type SubjectWords } from './subject-words.ts';

/** A paper that the person handed in. */
export interface SubjectFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where the rooms keep what a person gave them; each gives null for what cannot be opened any more. */
export interface SubjectData {
  ticket(number: string): Promise<Readonly<Record<string, unknown>> | null>;
  files(number: string): Promise<readonly SubjectFile[]>;
  call(id: string): Promise<Readonly<Record<string, unknown>> | null>;
  benefit(id: string): Promise<Readonly<Record<string, unknown>> | null>;
  conversation(id: string): Promise<readonly unknown[]>;
}

/** Everything of a scope as the person gets it: one file for machines, their papers, and what it is. */
export async function subjectCopy(
  data: SubjectData,
  { tickets, calls, benefits }: SubjectScope,
  words: SubjectWords,
): Promise<Uint8Array> {
  const conversations = tickets.flatMap(({ conversationId }) => conversationId ?? []);
  const all = {
    tickets: await Promise.all(tickets.map(({ number }) => data.ticket(number))),
    calls: await Promise.all(calls.map(({ id }) => data.call(id))),
    benefits: await Promise.all(benefits.map(({ id }) => data.benefit(id))),
    conversations: await Promise.all(
      [...new Set(conversations)].map((id) => data.conversation(id)),
    ),
  };
  const files: Record<string, Uint8Array> = {
    [words.files.guide]: strToU8(words.copy),
    [words.files.data]: strToU8(`${JSON.stringify(all, null, 2)}\n`),
  };
  for (const { number } of tickets)
    for (const [at, { name, bytes }] of (await data.files(number)).entries())
      files[`${words.files.papers}/${number}-${String(at + 1)}-${name}`] = bytes;
  return zipped(files);
}
