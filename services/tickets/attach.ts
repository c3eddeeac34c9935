import { randomUUID } from 'node:crypto';
import { beijingTime } from '../clock.ts';
import { appendEvent } from './apply.ts';
import { type TicketDeps } from './deps.ts';
import { type Attachment, type Paper } from './papers.ts';
import { type Actor, type Ticket } from './ticket.ts';

/** Keeps papers with their ticket, each as a step of its timeline; call it inside a transaction. */
export async function attach(
  deps: TicketDeps,
  ticket: Ticket,
  papers: readonly Paper[],
  actor: Actor,
): Promise<readonly Attachment[]> {
  const kept: Attachment[] = [];
  for (const { name, bytes, type, digest } of papers) {
    const attachment: Attachment = {
      id: randomUUID(),
      at: beijingTime(deps.clock.now()),
      by: actor.id,
      ...{ name, type, digest },
      size: bytes.length,
    };
    await deps.papers.insert(ticket, attachment, bytes);
    await appendEvent(deps, ticket, {
      action: 'attach',
      from: ticket.state,
      actor,
      told: { key: 'attached' },
      internal: digest,
    });
    kept.push(attachment);
  }
  return kept;
}
