import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type Files = Readonly<Record<string, string>>;

/** A small content that is right in every respect. */
export const GOOD: Files = {
  'sources/law-2026.md': `---
id: law-2026
title: 示例救助法
docNumber: null
aliases: [救助法]
issuer: 全国人大常委会
issued: 2026-04-30
inForceFrom: 2026-07-01
inForceTo: null
level: 法律
jurisdiction: 全国
wording: digest
programmes: [低保]
replaces: []
replacedBy: null
doubt: null
published: 国家法律法规数据库
checked: 2026-11-23
---

## 第三条 条件 {#3}

家庭人均收入低于当地低保标准的，可以申请。
从受理起30个工作日内办完。

## 第四条 从前 {#4 to=2026-12-31 replaced-by=law-2026#3 doubt="是否继续，等新规定"}

骗取的，退回并罚五倍以下。
`,
  'questions/dibao.yaml': `- id: dibao-time
  programme: 低保
  aspect: 时限
  category: 政策规定
  title: 低保多久办完？
  phrasings:
    - 低保几天批
    - 低保得等多久
  clauses: [law-2026#3]
  answer: |
    一般30个工作日内办完。
    可以问{{contact:hotline}}，每月能领{{amount:dibao-city}}元。
  spoken: 一般三十个工作日内办完。等久了可以问镇街窗口。
  staff: 救助法第3条。
  next: [dibao-who]
  contacts: [hotline]
- id: dibao-who
  programme: 低保
  aspect: 条件
  category: 政策规定
  title: 谁能吃低保？
  phrasings: [低保条件]
  clauses: [law-2026#3]
  answer: 家庭人均收入低于当地标准的。
  spoken: 看家庭人均收入。
  staff: 救助法第3条。
  versions:
    - to: 2026-08-31
      answer: 从前也是家庭人均收入低于当地标准的。
`,
  'standards.csv': `id,key,programme,name,area,district,amount,unit,from,to,clause,basis,hedge
s1,dibao-city,低保,低保标准,城市,芝罘区,1000,元/人·月,2026-07-01,,law-2026#3,verified,
s2,dibao-city,低保,低保标准,农村,芝罘区,900,元/人·月,2026-07-01,2026-12-31,law-2026#3,verified,"2026年公布的，以后可能变"
`,
  'contacts.csv': `key,name,value,kind,district,hours,note,basis
hotline,政务热线,12345,phone,烟台市,,,verified
`,
  'districts.csv': `name,type,parent,names,mistakes,website
烟台市,地级市,山东省,烟台,燕台,
芝罘区,市辖区,烟台市,芝罘;之罘,知府区;致富区,www.zhifu.gov.cn
`,
  'towns.csv': `name,district,zone
向阳街道,芝罘区,
`,
  'words/user-dict.txt': '低保边缘\n',
  'words/synonyms.csv': `word,means,kind,context
底保,低保,mistake,
停了,停发,synonym,1
绝户,没有子女的人,slur,
`,
  'words/replies.yaml': `greeting: 您好，想问什么直接说。
ask:
  district: 您在哪个区市？
`,
  'words/errors.yaml': `request.malformed: 没看懂您发来的内容。
`,
  'words/other-places.yaml': `shandong: [青岛, 威海]
`,
  'words/cues.yaml': `asks: ['吗$']
`,
  'words/forbidden.yaml': `promises: ['一定能批']
verdicts: ['您家符合条件']
`,
  'coverage.yaml': `- programme: 低保
  status: partial
  checked: 2026-11-23
  note: 条件和时限已经写好。
`,
};

/** Writes files into a new folder and returns its path. */
export function writeContent(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), 'content-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

/** The good content with one text replaced in one file; throws when there is nothing to replace. */
export function changed(file: string, from: string, to: string): Files {
  const text = GOOD[file];
  if (text?.includes(from) !== true) throw new Error(`${file} does not hold ${from}`);
  return { ...GOOD, [file]: text.replace(from, to) };
}

/** The good content without some files. */
export function without(...names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)));
}
