/** 财产 and what a household is recognised as already. */
import { type Condition, type Ground, type Finding, found, lacking, told } from '../finding.ts';
import { type Receipt } from '../model.ts';

/** 家庭财产符合规定: 社会救助法第十八条; before it 社会救助暂行办法第九条. */
export const dibaoPropertyWithinRules: Condition = {
  id: 'dibao-property-within-rules',
  clauses: ['shfz-2026#18', 'zxbf-649#9'],
  holds: propertyWithinRules,
};

/** 财产也符合规定: 社会救助法第二十一条; before it 民发〔2021〕57号第八条. */
export const edgePropertyWithinRules: Condition = {
  id: 'edge-property-within-rules',
  clauses: ['shfz-2026#21', 'gbf-2023-39#2b', 'mzf-2021-57#8'],
  holds: propertyWithinRules,
};

/** 财产符合当地规定: 社会救助法第二十二条, 刚性支出困难家庭认定办法第四条. */
export const rigidPropertyWithinRules: Condition = {
  id: 'rigid-property-within-rules',
  clauses: ['shfz-2026#22', 'gxzc-2024#4'],
  holds: propertyWithinRules,
};

/** 财产也符合当地规定: 民发〔2018〕23号二（一）, for 支出型. */
export const spendingPropertyWithinRules: Condition = {
  id: 'spending-property-within-rules',
  clauses: ['mzf-2018-23#2-1b'],
  holds: propertyWithinRules,
};

/** 财产符合当地特困人员财产规定: 特困人员认定办法第六条. */
export const tekunPropertyWithinRules: Condition = {
  id: 'tekun-property-within-rules',
  clauses: ['mzf-2021-43#6'],
  holds: propertyWithinRules,
};

/** No limit can be exceeded by nothing; every limit on something is local, and none is on file. */
function propertyWithinRules(ground: Ground): Finding {
  const property = told(ground.facts, 'property');
  if (property === undefined) return lacking('property', ground);
  if (property.length === 0) return found('符合', 'no-property', ground);
  const kinds = property.map((kind) => ground.words(`self-check.property.${kind}`));
  return found('还不清楚', 'property-local', ground, {
    property: kinds.join(ground.words('self-check.list-comma')),
  });
}

/** 不够低保: 民发〔2021〕57号第八条 knows as 低保边缘 only who is not in 低保 (特困 is a status of its own). */
export const notInDibaoOrTekun: Condition = {
  id: 'not-in-dibao-or-tekun',
  clauses: ['gbf-2023-39#2b', 'mzf-2021-57#8'],
  holds: (ground) => notIn(['低保', '特困'], ground),
};

/** 没在低保、特困里，也没认定为低保边缘家庭: 刚性支出困难家庭认定办法第四条第1个条件. */
export const notInAnotherProgramme: Condition = {
  id: 'not-in-another-programme',
  clauses: ['gxzc-2024#4'],
  holds: (ground) => notIn(['低保', '特困', '低保边缘'], ground),
};

/** 领工伤护理费的、纳入特困的，两项补贴都不给: 国发〔2015〕52号. */
export const notCaredForElsewhere: Condition = {
  id: 'not-cared-for-elsewhere',
  clauses: ['lzf-2015-27#4', 'gf-2015-52#7'],
  holds: (ground) => notIn(['特困', '工伤护理费'], ground),
};

/** 享受孤儿保障的残疾儿童不给困难残疾人生活补贴: 国发〔2015〕52号; 事实无人抚养 by 民发〔2019〕62号. */
export const notInChildProtection: Condition = {
  id: 'not-in-child-protection',
  clauses: ['gf-2015-52#8'],
  holds: (ground) => notIn(['孤儿', '事实无人抚养'], ground),
};

function notIn(excluding: readonly Receipt[], ground: Ground): Finding {
  const receives = told(ground.facts, 'receives');
  if (receives === undefined) return lacking('receives', ground);
  const held = receives.filter((one) => excluding.includes(one));
  const said = held.map((one) => ground.words(`self-check.receives.${one}`));
  return held.length === 0
    ? found('符合', 'not-received', ground)
    : found('不符合', 'received', ground, {
        receives: said.join(ground.words('self-check.list-comma')),
      });
}
