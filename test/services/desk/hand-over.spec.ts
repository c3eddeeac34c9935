import { expect } from 'chai';
import { type HandOverView } from '../../../services/desk/hand-over/hand-over.ts';
import { Resident } from '../../bot/support/resident.ts';
import { type RunningService, runService } from '../../bot/support/service.ts';
import { type Answered, clientOf } from '../support/http.ts';
import { signedIn, type StaffClient } from '../support/staff-client.ts';

describe('the desk side of a hand-over', function () {
  this.timeout(120_000);
  let running: RunningService;
  let operator: StaffClient;
  let other: StaffClient;

  before(async () => {
    running = await runService();
    const app = clientOf(running.base);
    operator = await signedIn(app, running.service.office, 'operator');
    other = await signedIn(app, running.service.office, 'operator');
  });
  after(() => running.close());

  const list = async (who: StaffClient): Promise<readonly HandOverView[]> =>
    (await who.get('/api/staff/desk/hand-overs')).json['handOvers'] as HandOverView[];
  const post = (who: StaffClient, path: string, body: object = {}): Promise<Answered> =>
    who.send('POST', `/api/staff/desk/hand-overs/${path}`, body);
  const asks = async (): Promise<{ resident: Resident; id: string }> => {
    const resident = await Resident.arrive(running.base);
    const { handOvers } = running.service.conversations;
    const about = { reason: '想找人说', district: null };
    const { id } = await handOvers.ask(resident.conversationId, about);
    return { resident, id };
  };

  it('gives a chat to one operator, who talks with the resident and gives it back', async () => {
    const { resident, id } = await asks();
    expect((await list(operator)).map((one) => one.id)).to.include(id);
    expect((await post(operator, `${id}/take`)).status).to.equal(200);
    expect((await post(other, `${id}/take`)).status).to.equal(409);
    expect((await other.get(`/api/staff/desk/hand-overs/${id}`)).status).to.equal(403);
    const text = '您的材料我看到了';
    expect((await post(operator, `${id}/messages`, { text })).status).to.equal(204);
    expect((await resident.read()).map((message) => message.text)).to.include(text);
    const { lines } = (await operator.get(`/api/staff/desk/hand-overs/${id}`)).json as {
      lines: { by: string; text: string }[];
    };
    expect(lines.at(-1)).to.include({ by: 'staff', text });
    expect((await post(operator, `${id}/return`, { note: '' })).status).to.equal(204);
    expect((await post(operator, `${id}/messages`, { text })).status).to.equal(409);
  });

  it('shows the phone of a resident who is to be rung only to who has taken it', async () => {
    const { id } = await asks();
    await running.service.conversations.handOvers.callBack(id, '13805350001');
    const phoneFor = async (who: StaffClient): Promise<string | null | undefined> =>
      (await list(who)).find((one) => one.id === id)?.phone;
    expect(await phoneFor(operator)).to.equal('138****0001');
    await post(operator, `${id}/take`);
    expect(await phoneFor(operator)).to.equal('13805350001');
    expect((await post(operator, `${id}/return`, { note: '打通了' })).status).to.equal(204);
  });
});
