import { expect } from 'chai';
import { testShelf } from '../../support/shelf.ts';
import { buildKnowledge, type Knowledge } from '../../../knowledge/index.ts';
import { eventsOf, readCallScripts } from '../../../scripts/hotline/call-script.ts';
import { type Suggestion } from '../../../services/desk/assist.ts';
import { type DeskApp, deskApp } from '../support/desk.ts';
import { type TestOffice, testOffice } from '../support/office.ts';
import { signedIn, type StaffClient } from '../support/staff-client.ts';

const START = Date.parse('2026-11-24T10:00:00+08:00');

describe('scripted calls', () => {
  let knowledge: Knowledge;
  let office: TestOffice;
  let app: DeskApp;
  let operator: StaffClient;

  before(async function () {
    this.timeout(60_000);
    knowledge = await buildKnowledge({
      contentDir: 'knowledge/content',
      elapsed: () => performance.now(),
      shelf: testShelf,
    });
    office = await testOffice();
    app = await deskApp(office, knowledge);
    operator = await signedIn(app, office, 'operator');
  });
  after(async () => {
    await app.close();
    await office.close();
  });

  for (const script of readCallScripts('test/cases/calls/ten-calls.yaml'))
    it(`have the right answer at the last sentence: ${script.id}`, async () => {
      const callId = script.id;
      const timed = eventsOf(script).map(({ after, event }) => ({
        ...{ ...event, callId },
        at: new Date(START + after * 1000).toISOString(),
      }));
      await app.events(timed);
      await operator.send('POST', `/api/staff/desk/calls/${callId}/take`, {});
      const { answer, heard } = (await operator.get(`/api/staff/desk/calls/${callId}/suggestion`))
        .json as unknown as Suggestion;
      const { outcome, programme, aspect, district } = script.expect;
      expect(answer?.outcome).to.be.oneOf([outcome].flat());
      if (programme !== null) expect(answer?.programme).to.equal(programme);
      if (aspect !== null) expect(answer?.aspect).to.equal(aspect);
      expect(heard.district).to.equal(district);
      if (answer?.outcome === 'answered') expect(answer.citations).to.not.be.empty;
    });
});
