import { type Browser, type Page } from 'playwright-core';
import { type Staff } from '../../../services/staff/staff.ts';
import { type Role } from '../../../services/staff/role.ts';
import { member } from '../../services/support/office.ts';

const PASSWORD = '海边的小猫真的爱吃鱼干';
const WAIT = 60_000;

export interface Arrival {
  readonly browser: Browser;
  readonly base: string;
  readonly staff: Staff;
  /** What the browser itself complains of (refused styles, failed scripts) is added here. */
  readonly complaints: string[];
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Arrived {
  readonly page: Page;
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** Adds an account and goes through the first sign-in as a person does. */
export async function arriveAs(
  role: Role,
  path: string,
  { browser, base, staff, complaints, size = { width: 1280, height: 900 } }: Arrival,
): Promise<Arrived> {
  const login = `${role}-${Math.random().toString(36).slice(2, 7)}`;
  const name = `${role}某`;
  const by = member('administrator');
  const { id, password } = await staff.add(by, { login, name, role, unit: null });
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) complaints.push(line.text());
  });
  await page.goto(base + path);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('现在的密码').fill(password);
  await page.getByLabel(/^新密码/).fill(PASSWORD);
  await page.getByLabel('再填一遍新密码').fill(PASSWORD);
  await page.getByRole('button', { name: '换密码' }).click();
  await page.getByRole('banner').waitFor();
  return { page, id, login, name };
}
