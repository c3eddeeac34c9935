import { type Browser, type Page } from 'playwright-core';
import { type Staff } from '../../../services/staff/staff.ts';
import { type Role } from '../../../services/staff/role.ts';
import { member } from '../../services/support/office.ts';

/** What everybody who arrives chooses. */
export const PASSWORD = '海边的小猫真的爱吃鱼干';
const WAIT = 60_000;

export interface Arrival {
  readonly browser: Browser;
  readonly base: string;
  readonly staff: Staff;
  /** What the browser itself complains of (refused styles, failed scripts) is added here. */
  readonly complaints: string[];
  readonly size?: { readonly width: number; readonly height: number };
}

/** Where somebody arrives, for which unit, and who it is where that matters. */
export interface Place {
  readonly path: string;
  readonly unit?: string | null;
  readonly name?: string;
}

export interface Arrived {
  readonly page: Page;
  readonly id: string;
  readonly login: string;
  readonly name: string;
}

/** A page of its own at the path, watched for what the browser complains of. */
export async function openPage(
  path: string,
  { browser, base, complaints, size = { width: 1280, height: 900 } }: Omit<Arrival, 'staff'>,
): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    if (line.text().includes('Content Security Policy')) complaints.push(line.text());
  });
  await page.goto(base + path);
  return page;
}

/** Adds an account and goes through the first sign-in as a person does; also where the page is not for that role. */
export async function arriveAs(
  role: Role,
  { path, unit = null, name = `${role}某` }: Place,
  arrival: Arrival,
): Promise<Arrived> {
  const login = `${role}-${Math.random().toString(36).slice(2, 7)}`;
  const by = member('administrator');
  const { id, password } = await arrival.staff.add(by, { login, name, role, unit });
  const page = await openPage(path, arrival);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByLabel('现在的密码').fill(password);
  await page.getByLabel(/^新密码/).fill(PASSWORD);
  await page.getByLabel('再填一遍新密码').fill(PASSWORD);
  await page.getByRole('button', { name: '换密码' }).click();
  await page.getByRole('banner').or(page.getByText('这一页不归您用')).first().waitFor();
  return { page, id, login, name };
}
