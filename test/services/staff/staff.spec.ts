import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { type AppError } from '../../../services/errors.ts';
import { type SignedIn, type Staff } from '../../../services/staff/staff.ts';
import { member, type TestOffice, testOffice } from '../support/office.ts';

const admin = member('administrator');
const GOOD = '烟台海边有一只猫真的';

describe('the staff room', () => {
  let office: TestOffice;
  let staff: Staff;
  let id: string;
  let password: string;

  beforeEach(async () => {
    office = await testOffice();
    staff = office.staff;
    const added = await staff.add(admin, {
      login: 'li',
      name: '李某',
      role: 'operator',
      unit: null,
    });
    id = added.id;
    password = added.password;
  });
  afterEach(() => office.close());

  const signIn = (change: object = {}): Promise<SignedIn> =>
    staff.signIn({ login: 'li', password, ip: '10.0.0.1', ...change });
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (thrown: unknown) => (thrown as AppError).code,
    );
  /** Signed in with a password of one's own. */
  async function settled(): Promise<SignedIn> {
    const first = await signIn();
    await staff.changePassword((await staff.anySession(first.token))!, password, GOOD);
    password = GOOD;
    return first;
  }
  const codeAt = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: office.clock.now().getTime(),
    });

  it('opens nothing with a one-time password but the door to change it', async () => {
    const { token, limit } = await signIn();
    expect(limit).to.equal('password');
    expect(await staff.session(token)).to.equal(null);
    await staff.changePassword((await staff.anySession(token))!, password, GOOD);
    expect((await staff.session(token))?.member).to.include({ login: 'li', role: 'operator' });
    expect(await codeOf(signIn())).to.equal('auth.failed');
  });

  for (const [weak, why] of [
    ['short', 'too-short'],
    ['my-name-is-li-wei', 'like-login'],
    ['aaaaaaaaaaaa', 'too-plain'],
    ['1234567890', 'too-plain'],
    ['字'.repeat(100), 'too-long'],
  ] as const)
    it(`refuses the password ${weak.slice(0, 20)}: ${why}`, async () => {
      const session = await staff.anySession((await signIn()).token);
      const refused = (await staff
        .changePassword(session!, password, weak)
        .catch((e: unknown) => e)) as AppError;
      expect(refused.code).to.equal('request.invalid');
      expect(refused.fields[0]?.field).to.equal('chosen');
    });

  it('answers an unknown login, a wrong password and a disabled account alike', async () => {
    expect(await codeOf(signIn({ login: 'nobody' }))).to.equal('auth.failed');
    expect(await codeOf(signIn({ password: 'wrong' }))).to.equal('auth.failed');
    await staff.change(admin, id, { disabled: true });
    expect(await codeOf(signIn())).to.equal('auth.failed');
  });

  it('locks an account for a quarter of an hour after five failures, whatever comes next', async () => {
    for (let n = 0; n < 5; n += 1)
      expect(await codeOf(signIn({ password: 'wrong' }))).to.equal('auth.failed');
    const locked = (await signIn().catch((e: unknown) => e)) as AppError;
    expect(locked).to.include({ code: 'auth.locked', retryAfterSeconds: 900 });
    office.clock.advance(15);
    expect(await codeOf(signIn())).to.equal('done');
  });

  it('turns guesses away when many wait, and lets the right one in afterwards', async () => {
    const guesses = Array.from({ length: 60 }, (_, n) => signIn({ login: `nobody-${String(n)}` }));
    const ends = await Promise.all(guesses.map(codeOf));
    expect(new Set(ends)).to.deep.equal(new Set(['auth.failed', 'overloaded']));
    expect(ends.filter((code) => code === 'auth.failed').length).to.be.at.least(20);
    expect(await codeOf(signIn())).to.equal('done');
  });

  it('ends a session when it is idle, too old, signed out, or killed', async () => {
    await settled();
    const [idle, out, killed] = [await signIn(), await signIn(), await signIn()];
    await staff.signOut(out.token);
    expect(await staff.session(out.token)).to.equal(null);
    await staff.endSession(id, (await staff.session(killed.token))!.id);
    expect(await staff.session(killed.token)).to.equal(null);
    office.clock.advance(31);
    expect(await staff.session(idle.token)).to.equal(null);
    const old = await signIn();
    for (let minutes = 0; minutes < 10 * 60; minutes += 20) {
      expect(await staff.session(old.token)).not.to.equal(null);
      office.clock.advance(20);
    }
    office.clock.advance(1);
    expect(await staff.session(old.token)).to.equal(null);
    expect(await staff.session('')).to.equal(null);
  });

  it('does not end a session of somebody else', async () => {
    const { token } = await settled();
    const other = await staff.add(admin, {
      login: 'wu',
      name: '吴某',
      role: 'operator',
      unit: null,
    });
    const session = await staff.session(token);
    expect(await codeOf(staff.endSession(other.id, session!.id))).to.equal('not-found');
  });

  for (const [what, change] of [
    ['disabled', () => staff.change(admin, id, { disabled: true })],
    ['given another role', () => staff.change(admin, id, { role: 'supervisor' })],
    ['reset', () => staff.reset(admin, id, false)],
  ] as const)
    it(`ends all sessions when the account is ${what}`, async () => {
      const { token } = await settled();
      await change();
      expect(await staff.session(token)).to.equal(null);
    });

  it('ends the other sessions when the password changes', async () => {
    const own = await settled();
    const other = await signIn();
    const session = await staff.session(own.token);
    expect(await codeOf(staff.changePassword(session!, 'wrong', '另一只很老的灰色小猫'))).to.equal(
      'auth.failed',
    );
    await staff.changePassword(session!, password, '另一只很老的灰色小猫');
    expect(await staff.session(own.token)).not.to.equal(null);
    expect(await staff.session(other.token)).to.equal(null);
  });

  it('asks for the second factor once it is set, and takes each code once', async () => {
    const { token } = await settled();
    const session = (await staff.session(token))!;
    const { secret, uri } = await staff.offerSecondFactor(session);
    expect(uri).to.match(/^otpauth:\/\/totp\/Mingbai/);
    expect(await codeOf(staff.confirmSecondFactor(session, secret, '000000'))).to.equal(
      'auth.second-factor',
    );
    const recovery = await staff.confirmSecondFactor(session, secret, codeAt(secret));
    expect(recovery).to.have.length(10);
    expect(await codeOf(signIn())).to.equal('auth.second-factor');
    expect(await codeOf(signIn({ code: codeAt(secret) })), 'used at confirmation').to.equal(
      'auth.second-factor',
    );
    office.clock.advance(1);
    expect(await codeOf(signIn({ code: codeAt(secret) }))).to.equal('done');
    expect(await codeOf(signIn({ code: codeAt(secret) })), 'used before').to.equal(
      'auth.second-factor',
    );
    expect(await codeOf(signIn({ code: recovery[0] }))).to.equal('done');
    expect(await codeOf(signIn({ code: recovery[0] })), 'used up').to.equal('auth.second-factor');
    const stored = JSON.stringify(await office.parts.db.q('staff').select());
    expect(stored).not.to.include(secret);
  });

  it('locks guessing of the second factor as well', async () => {
    const { token } = await settled();
    const session = (await staff.session(token))!;
    const { secret } = await staff.offerSecondFactor(session);
    await staff.confirmSecondFactor(session, secret, codeAt(secret));
    for (let n = 0; n < 5; n += 1) await codeOf(signIn({ code: '111111' }));
    expect(await codeOf(signIn({ code: codeAt(secret) }))).to.equal('auth.locked');
  });

  it('never loses the last administrator', async () => {
    const one = await staff.add(admin, {
      login: 'root1',
      name: '甲',
      role: 'administrator',
      unit: null,
    });
    expect(await codeOf(staff.change(admin, one.id, { disabled: true }))).to.equal('conflict');
    expect(await codeOf(staff.change(admin, one.id, { role: 'operator' }))).to.equal('conflict');
    await staff.add(admin, { login: 'root2', name: '乙', role: 'administrator', unit: null });
    expect(await codeOf(staff.change(admin, one.id, { disabled: true }))).to.equal('done');
  });

  it('refuses a login that is taken, and keeps everything on the record', async () => {
    expect(
      await codeOf(staff.add(admin, { login: 'li', name: '别人', role: 'operator', unit: null })),
    ).to.equal('conflict');
    await codeOf(signIn({ password: 'wrong' }));
    const lines: string[] = [];
    for await (const line of office.audit.exportLines()) lines.push(line);
    expect(lines.join('')).to.include('add-account').and.include('"outcome":"refused"');
    expect(lines.join('')).not.to.include(password).and.not.to.include('李某');
    expect(await office.audit.verify()).to.have.property('ok', true);
  });

  it('makes one first administrator, and only in an empty office', async () => {
    expect(await staff.firstAdministrator()).to.equal(null);
    const empty = await testOffice();
    const first = await empty.staff.firstAdministrator();
    expect(first?.login).to.equal('admin');
    const signed = await empty.staff.signIn({ ...first!, ip: '::1' });
    expect(signed).to.include({ limit: 'password' });
    expect(await empty.staff.firstAdministrator()).to.equal(null);
    await empty.close();
  });
});
