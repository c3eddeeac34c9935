/** The keys are rotated under load, and both the rotation and the service are killed on the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../services/storage/database.ts';
import { sealedWith } from '../../services/storage/rekey.ts';
import { besiege, sqlitePlace } from './kill.ts';
import { type Scenario } from './scenario.ts';

function rotate(folder: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'scripts/keys-rotate.ts'], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder },
    stdio: 'ignore',
  });
}

export const rotation: Scenario = {
  name: 'key-rotation',
  run: async (context) => {
    const place = sqlitePlace();
    const siege = await besiege(context, place);
    const kills = context.times({ short: 1, usual: 3, release: 20 });
    for (let round = 0; round < kills; round += 1) {
      await siege.under(`r${String(round)}`, async (service) => {
        const rotating = rotate(place.folder);
        await sleep(context.random.between(1500, 6000));
        rotating.kill('SIGKILL');
        if (round % 2 === 1) await service.kill();
      });
      if (round % 2 === 1) await siege.again();
    }
    let code: unknown = null;
    await siege.under('last', async () => {
      [code] = (await once(rotate(place.folder), 'close')) as [number | null];
    });
    if (code !== 0) siege.ledger.faults.push(`the last rotation ended with ${String(code)}`);
    const db = await openDatabase({ url: place.databaseUrl });
    const left = await sealedWith(db, ['k1']);
    await db.close();
    if (left.length > 0) siege.ledger.faults.push(`still under the first key: ${left.join(' ')}`);
    await siege.service().stop();
    await siege.again();
    return siege.end(`${String(kills)} rotations killed, one finished`);
  },
};
