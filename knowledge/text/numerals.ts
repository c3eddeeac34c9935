/**
 * Chinese and Arabic numerals as people say and type them: 1200, 1,200.5, 一千二, 1千2, 两万五, 五六百, 十几, 好几千,
 * 八百来(块), 千把(块), 廿五, 贰仟叁佰, 俩. Nothing is read into 万一, 一般, 三无 or 两项补贴.
 */

export interface Numeral {
  readonly start: number;
  readonly end: number;
  /** The one figure to work with: the number said; for a range its middle, for 十几 and 一千多 the base. */
  readonly value: number;
  readonly min: number;
  /** null for 一千多: no upper end is said. */
  readonly max: number | null;
  /** `sequence`: digits said one by one (二〇二三, 幺三八): a label, not a count. `one`: a bare 一, often an article. */
  readonly form: 'number' | 'sequence' | 'one';
  /** 来, 把, 几 and two digits in a row are vague; so is 多, which is also `over`. */
  readonly vague: boolean;
  readonly over: boolean;
  /** Begins with 几: as much a question as an amount. */
  readonly unsaid: boolean;
  /** The digits of a sequence, in Arabic figures. */
  readonly digits: string;
}

const DIGITS: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
  ...{ 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9, 幺: 1 },
};
const TENS: Readonly<Record<string, number>> = { 廿: 20, 卅: 30 };
const UNITS: Readonly<Record<string, number>> = {
  ...{ 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, k: 1000 },
  ...{ 万: 10_000, w: 10_000, 亿: 100_000_000 },
};
const MYRIAD = 10_000;

/** Words that only look like numerals; longest first where one begins another. */
const IDIOMS =
  /万一|万分|千万(?=别|不|要|注意|记|给|莫|甭)|千方百计|百分百|百姓|百货|百年|百日|三天两头|三番(?:五次|两次)|三番|隔三差五|三三两两|乱七八糟|七上八下|七拼八凑|四面八方|五花八门|五湖四海|十有八九|十之八九|一年半载|一五一十|一二三|一来二去|不三不四|四五六|三心二意|两项|两补|两委|两口子(?!人)|两头|两样|两边|两免一补|两可|两回事|三无|五保|五宝|五险|三轮|三马子|三农|三金|四轮|四处|四邻|四外|六亲|八成(?=是|没|不|要|得)|九成九|八字|一般|一样|一直|一定|一起|一旦|一切|一些|一下|一会|一边|一共|一律|一概|一向|一再|一旁|一点(?![零〇一二三四五六七八九\d钟半])|一时|一体|一卡通|一门|一站|一窗|一次性|一律|一块(?=儿|住|过|生活|吃|去|来|的|堆)|一块堆|一齐|一辈子|一路|一手|一面|一方|一致|一贯|一味|一度|一线|一把手|一碗|一袋清|一单清|一口(?!人)|一家(?=子|人|老小)|一家(?=[^0-9零〇一二两三四五六七八九十])|统一|唯一|单一|同一|专一|逐一|万能|万岁|百合|千里|千克|千瓦|十分(?!之)|十字|十足|半天|半夜|半路|半拉|半道|半失能|半自理|半护理|半截|半身|半瘫|零就业|零花|零工|零活|零散|零钱|零碎|零食|零售|零用|两会|两地|两岸|两全|两难|幺蛾|二次|二维|二婚|二手|二姐夫|老[大二三四五六七八九]|[大二三四五六七八九](?=叔|大爷|舅|姨|姑|哥|姐|弟|妹|嫂|婶|爷|奶|伯|胎|宝|儿子|小子|闺女|女儿|丫头|外甥)|(?<=[姓名叫])[三五]|陆(?=续|地|军|路|陆)|伍(?=保|的)|几乎|几儿|几时/uy;

const IDIOM_START = /[万千百三隔乱七五四十一不心两零统唯单同专逐里半拉幺二老大八九六陆伍几]/u;

const HAN_NUMBER =
  /(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺廿卅十拾百佰千仟万亿几]|好几|[kw](?![a-z])|点(?=[零〇一二三四五六七八九]))+/uy;
const TOKEN =
  /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|好几|点[零〇一二三四五六七八九]+|./gu;
const START = /[\d零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖幺廿卅十拾百佰千仟万几好俩仨半]/u;
/** What may follow 来 and 把 in 八百来块, 千把人. */
const MEASURE =
  /^(?:[个块元圆岁口人户天日月年斤亩里米平号次辆张套份头只棵万亿条场趟回吨两钱]|周岁|小时|公里)/u;

/** All numerals of a normalised text, in order, without overlaps. Linear in the length. */
export function numeralsIn(text: string): readonly Numeral[] {
  const numerals: Numeral[] = [];
  for (let at = 0; at < text.length;) {
    const idiom = IDIOM_START.test(text[at] ?? '') ? matchAt(IDIOMS, text, at) : null;
    if (idiom !== null) {
      at += idiom.length;
      continue;
    }
    const numeral = START.test(text[at] ?? '') ? numeralAt(text, at) : null;
    if (numeral === null) at += 1;
    else {
      if (numeral.end > numeral.start && !Number.isNaN(numeral.value)) numerals.push(numeral);
      at = numeral.end;
    }
  }
  return numerals;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

const exactly = (value: number): Range => ({ low: value, high: value });
const times = (range: Range, factor: number): Range => ({
  low: range.low * factor,
  high: range.high * factor,
});
const plus = (a: Range, b: Range): Range => ({ low: a.low + b.low, high: a.high + b.high });

function numeralAt(text: string, start: number): Numeral | null {
  const special = specialAt(text, start);
  if (special !== null) return special;
  const run = matchAt(HAN_NUMBER, text, start);
  if (run === null) return null;
  const cut = untilIdiom(text, start, run);
  const tokens = [...cut.matchAll(TOKEN)].map(([token]) => token);
  const sequence = sequenceOf(tokens);
  if (sequence !== null)
    return {
      ...bare(start, start + cut.length, Number(sequence)),
      form: 'sequence',
      digits: sequence,
    };
  const read = evaluate(tokens);
  // An unreadable run is passed over as a whole: half of it would be a wrong number.
  if (read === null) return bare(start, start + cut.length, NaN);
  const unsaid = cut.startsWith('几');
  const numeral = { ...bare(start, start + cut.length, read.value), ...read, unsaid };
  return withSuffix(cut === '一' ? { ...numeral, form: 'one' } : numeral, text);
}

/** 三十二级残: the run must not swallow the beginning of an idiom (一万一般 → 一万). */
function untilIdiom(text: string, start: number, run: string): string {
  for (let at = 1; at < run.length; at += 1) {
    const idiom = matchAt(IDIOMS, text, start + at);
    if (idiom !== null && at + idiom.length > run.length) return run.slice(0, at);
  }
  return run;
}

function bare(start: number, end: number, value: number): Numeral {
  const range = { value, min: value, max: value };
  return {
    start,
    end,
    ...range,
    form: 'number',
    vague: false,
    over: false,
    unsaid: false,
    digits: '',
  };
}

/** 俩, 仨, 半(个), 千把, 百十, 千儿八百, 个把. */
function specialAt(text: string, start: number): Numeral | null {
  const rest = text.slice(start, start + 8);
  if (rest.startsWith('俩')) return bare(start, start + 1, 2);
  if (rest.startsWith('仨')) return bare(start, start + 1, 3);
  if (/^半(?=个|年|月|亩|斤|小时|成|块)/u.test(rest)) return bare(start, start + 1, 0.5);
  const about =
    /^(?:(?<unit>[百千万])(?:[把来数](?=[块元个人斤里号口户])|十(?:来|多|几)?(?=[块元个人斤里号口户])|儿?八百|儿八千))/u.exec(
      rest,
    );
  if (about === null) return null;
  const value = UNITS[about.groups?.['unit'] ?? ''] ?? 0;
  const end = start + about[0].length;
  return { ...bare(start, end, value), min: value * 0.8, max: value * 1.5, vague: true };
}

/** Digits said one by one: three or more in a row, or two that are no range (六二年). */
function sequenceOf(tokens: readonly string[]): string | null {
  if (tokens.length < 2) return null;
  const digits = tokens.map((token) => DIGITS[token]);
  if (digits.some((digit) => digit === undefined)) return null;
  if (tokens.length === 2 && isRange(digits[0] ?? 0, digits[1] ?? 0)) return null;
  return digits.join('');
}

/** 两三, 七八, 三五, and 一二: neighbours, the smaller first. */
function isRange(low: number, high: number): boolean {
  return low > 0 && (high === low + 1 || (low === 3 && high === 5));
}

interface Reading {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly vague: boolean;
}

/** The state of reading tokens from left to right: 两(pending) 千(section 2000) 三 百 五. */
interface State {
  readonly total: Range;
  readonly section: Range;
  readonly pending: Range | null;
  readonly lastUnit: number;
  readonly zero: boolean;
  readonly some: boolean;
}

const BEGIN: State = {
  total: exactly(0),
  section: exactly(0),
  pending: null,
  lastUnit: 0,
  zero: false,
  some: false,
};

function evaluate(tokens: readonly string[]): Reading | null {
  let state: State | null = BEGIN;
  for (const token of tokens) {
    state = step(state, token);
    if (state === null) return null;
  }
  return finish(state);
}

function step(state: State, token: string): State | null {
  const unit = UNITS[token];
  if (unit !== undefined) return unit >= MYRIAD ? closeSection(state, unit) : addUnit(state, unit);
  if (token === '几' || token === '好几') return addSome(state, token);
  if (token.startsWith('点') && token.length > 1) return addDecimals(state, token.slice(1));
  const tens = TENS[token];
  if (tens !== undefined) {
    return state.pending === null ? { ...state, section: exactly(tens), lastUnit: 10 } : null;
  }
  const digit = DIGITS[token] ?? (/^\d/u.test(token) ? Number(token.replaceAll(',', '')) : null);
  return digit === null ? null : addDigit(state, digit, token);
}

/** 十几 begins at 11, 几百 at 200, 好几千 at 3000. */
function addSome(state: State, token: '几' | '好几'): State | null {
  if (state.pending !== null) return null;
  const least = state.lastUnit === 10 ? 1 : 2;
  return { ...state, pending: { low: token === '几' ? least : 3, high: 9 }, some: true };
}

function addDigit(state: State, digit: number, token: string): State | null {
  if (digit === 0 && /[零〇]/u.test(token))
    return state.pending === null
      ? { ...state, zero: true, pending: state.lastUnit === 0 ? exactly(0) : null }
      : null;
  if (state.pending === null) return { ...state, pending: exactly(digit) };
  const { low, high } = state.pending;
  const neighbours = low === high && !/\d/u.test(token) && isRange(low, digit);
  return neighbours ? { ...state, pending: { low, high: digit } } : null;
}

function addUnit(state: State, unit: number): State | null {
  const { pending, section, lastUnit } = state;
  // 十 may stand alone; 百 and 千 need their digit (百姓, 千万别).
  if (pending === null && unit !== 10) return null;
  if (lastUnit !== 0 && lastUnit < MYRIAD && unit >= lastUnit) return null;
  const added = times(pending ?? exactly(1), unit);
  return { ...state, section: plus(section, added), pending: null, lastUnit: unit, zero: false };
}

function closeSection(state: State, unit: number): State | null {
  const whole = plus(state.section, valueOfPending(state));
  if (whole.high === 0) return null;
  const above = unit > MYRIAD ? plus(state.total, whole) : whole;
  const total = unit > MYRIAD ? times(above, unit) : plus(state.total, times(above, unit));
  return { ...BEGIN, total, lastUnit: unit, some: state.some };
}

function addDecimals(state: State, han: string): State | null {
  if (state.pending === null && state.lastUnit === 0) return null;
  const digits = Array.from(han, (character) => DIGITS[character]).join('');
  const fraction = exactly(Number(`0.${digits}`));
  return {
    ...state,
    section: plus(plus(state.section, valueOfPending(state)), fraction),
    pending: null,
    lastUnit: 1,
    zero: true,
  };
}

/** 一千二 means 1200, 一百五 means 150: a last single digit counts in tenths of the unit before it. */
function valueOfPending({ pending, lastUnit, zero, some }: State): Range {
  if (pending === null) return exactly(0);
  const short =
    lastUnit >= 100 && !zero && !some && pending.high < 10 && Number.isInteger(pending.low);
  return short ? times(pending, lastUnit / 10) : pending;
}

function finish(state: State): Reading | null {
  const { low, high } = plus(plus(state.total, state.section), valueOfPending(state));
  // A lone 几 asks (几口人); it counts only beside a unit (十几, 几百).
  if (state.some && state.lastUnit === 0) return null;
  if (!Number.isFinite(high) || high > Number.MAX_SAFE_INTEGER) return null;
  if (low === high) return { value: low, min: low, max: high, vague: false };
  const base = plus(state.total, state.section).low;
  const open = state.some && state.pending !== null && base > 0;
  return { value: open ? base : (low + high) / 2, min: low, max: high, vague: true };
}

/** 多, 余, 来, 把 behind a round number; then perhaps 万 (十来万). */
function withSuffix(numeral: Numeral, text: string): Numeral {
  const said = text.slice(numeral.start, numeral.end);
  const round = /[十拾百佰千仟万亿kw]$/u.test(said) || /\d*0$/u.test(said);
  const suffix = round && numeral.form === 'number' ? suffixAt(text, numeral.end) : null;
  if (suffix === null) return numeral;
  const scale = UNITS[text[numeral.end + 1] ?? ''] ?? 1;
  const factor = scale >= MYRIAD ? scale : 1;
  const value = numeral.value * factor;
  const [below, above] = SPREAD[suffix];
  return {
    ...numeral,
    end: numeral.end + 1 + (factor > 1 ? 1 : 0),
    value,
    min: numeral.min * factor * below,
    max: above === null ? null : (numeral.max ?? value) * factor * above,
    vague: true,
    over: suffix === 'over',
  };
}

/** How far 一千多 and 八百来块 reach, as factors of the figure said. */
const SPREAD = { over: [1, null], about: [0.9, 1.2] } as const;

function suffixAt(text: string, at: number): 'over' | 'about' | null {
  const rest = text.slice(at, at + 5);
  if (/^(?:多(?![少久大长远])|余(?!额|钱|下))/u.test(rest)) return 'over';
  return /^[来把]/u.test(rest) && MEASURE.test(rest.slice(1)) ? 'about' : null;
}
