/** The answer to a yes/no question; `unknown` for 不知道. */
export type YesNo = 'yes' | 'no' | 'unknown';

/** A reply is short; what is longer tells something else. */
const LONGEST_REPLY = 40;

const QUESTION =
  /[?？吗嘛么]|是不是|有没有|能不能|行不行|可不可以|对不对|要不要|多少|怎么|咋|什么|啥|哪|谁|几/u;
const UNKNOWN =
  /^(?:我|俺|这个|那)?(?:也|还|真|都|确实)*(?:不知道|知不道|不清楚|不大清楚|不太清楚|不晓得|不了解|说不准|说不好|说不清|不确定|不好说|拿不准|记不清|记不得|不记得|忘了|不懂|不明白|弄不清|搞不清)/u;
/** 对不起 is no 对, 没关系 no 没, 不错 no 不, 行政 no 行. */
const NEITHER =
  /^(?:对不起|对了|没关系|没事|行政|要是|要不|好像(?!没|不|有|是)|不好意思|能不|中午|不是没|没有不|不得不|不但|不光|不仅|有点|有些|有时|是否)/u;
const DOUBTFULLY =
  '(?:好像|好象|应该|大概|可能|似乎|估计|差不多|基本上?|暂时|目前|现在|都|也|还|真|从来|一直|确实|肯定|当然|绝对|并)*';
const END = '(?:$|[,。!、;~. ])';
const PARTICLES = '[的了啊呀呢吧哈呗哩咯哇哦喔滴嘞噢唉哎诶吖嗷]*';
const NO_WORDS =
  '不|不是|不对|不行|不用|不要|不中|不能|不可以|不同意|不愿意|不想|不需要|不必|不成|不好|不算|不够|不符合|没|没有|没得|没过|没那回事|无|否|木有|冇|算了|拉倒|甭|别|免了|哪有|no|n';
const YES_WORDS =
  '是|对|对头|好|好好|行|行行|可以|中|要得|得行|成|嗯|嗯嗯|嗯呐|恩|昂|有|要|能|想|愿意|同意|没错|不错|没问题|必须|确实|肯定|当然|可不|管|妥|符合|够|会|ok|okay|yes|y|👍';
const FILLER =
  '(?:嗯|啊|哦|噢|唉|哎|那|那个|这个|呃|额|我|俺|我们|俺们|家里|我家|俺家|他|她)?[, ]?';

const NO = new RegExp(`^${FILLER}${DOUBTFULLY}(?:${NO_WORDS})${PARTICLES}${END}`, 'u');
const YES = new RegExp(`^(?:${FILLER}${DOUBTFULLY})(?:${YES_WORDS})${PARTICLES}${END}`, 'u');
/** 没车 and 没有存款 answer 有没有车; 有一辆 answers it the other way. */
const HAS_NOT = new RegExp(`^${FILLER}${DOUBTFULLY}没有?[^,。!;没不]{1,6}${END}`, 'u');
const HAS = new RegExp(`^${FILLER}${DOUBTFULLY}有[^,。!;没不]{1,8}${END}`, 'u');

/** Reads a reply to a yes/no question from normalised text; null when it is something else (a question, a story). */
export function readYesNo(text: string): YesNo | null {
  const reply = text.trim();
  if (reply === '' || reply.length > LONGEST_REPLY) return null;
  if (UNKNOWN.test(reply)) return 'unknown';
  if (QUESTION.test(reply) || NEITHER.test(reply)) return null;
  if (YES.test(reply)) return 'yes';
  if (NO.test(reply) || HAS_NOT.test(reply)) return 'no';
  return HAS.test(reply) ? 'yes' : null;
}
