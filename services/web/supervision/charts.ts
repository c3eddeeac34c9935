import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Statistics } from './types.ts';
import words from './words.json';

use([
  BarChart,
  LineChart,
  HeatmapChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  AriaComponent,
  CanvasRenderer,
]);

const INK = '#2c3431';
const SOFT = '#56605c';
const LINE = '#dde3e0';
const ACCENT = '#0b6153';
const SECOND = '#b07d2b';
const text = { color: SOFT, fontFamily: 'inherit' };
// Tooltips are drawn, not written as HTML: the content policy allows no inline styles.
const tooltip = {
  renderMode: 'richText',
  confine: true,
  backgroundColor: '#fff',
  borderColor: LINE,
  textStyle: { color: INK },
} as const;
const plainAxis = {
  axisLine: { lineStyle: { color: LINE } },
  axisTick: { show: false },
  axisLabel: text,
} as const;

/** Draws into an element and follows its size; gives a way to end it. */
export function draw(element: HTMLElement, option: EChartsCoreOption): () => void {
  const chart: EChartsType = init(element, null, { renderer: 'canvas' });
  chart.setOption({ animation: false, aria: { enabled: true }, textStyle: text, ...option });
  const watch = new ResizeObserver(() => {
    chart.resize();
  });
  watch.observe(element);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}

/** What came in and what was finished, day by day. */
export function volumeOption({ days }: Statistics): EChartsCoreOption {
  return {
    color: [ACCENT, SECOND],
    legend: { top: 0, right: 0, textStyle: text, itemHeight: 10 },
    tooltip: { ...tooltip, trigger: 'axis' },
    grid: { left: 36, right: 8, top: 32, bottom: 24 },
    xAxis: { type: 'category', data: days.map(({ day }) => day.slice(5)), ...plainAxis },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: text,
    },
    series: [
      {
        name: words.figures.filed,
        type: 'bar',
        data: days.map(({ filed }) => filed),
        barMaxWidth: 14,
      },
      {
        name: words.figures.closed,
        type: 'line',
        symbol: 'none',
        data: days.map(({ closed }) => closed),
      },
    ],
  };
}

/** Names with their counts, the largest on top. */
export function barsOption(
  lines: readonly (readonly [name: string, count: number])[],
): EChartsCoreOption {
  const shown = [...lines].slice(0, 12).reverse();
  return {
    color: [ACCENT],
    tooltip: { ...tooltip, trigger: 'item' },
    grid: { left: 130, right: 44, top: 8, bottom: 8 },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: shown.map(([name]) => name),
      ...plainAxis,
      axisLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        data: shown.map(([, count]) => count),
        barMaxWidth: 16,
        label: { show: true, position: 'right', color: INK },
      },
    ],
  };
}

/** Where which kind of matter comes from: the darker, the more. */
export function heatOption({ categories }: Statistics): EChartsCoreOption {
  const districts = namesOf(categories.map(({ district }) => district ?? words.figures.noDistrict));
  const kinds = namesOf(categories.map(({ category }) => category ?? words.figures.noCategory));
  const cells = new Map<string, number>();
  for (const { district, category, count } of categories) {
    const x = districts.indexOf(district ?? words.figures.noDistrict);
    const y = kinds.indexOf(category ?? words.figures.noCategory);
    cells.set(`${x}|${y}`, (cells.get(`${x}|${y}`) ?? 0) + count);
  }
  const data = [...cells].map(([place, count]) => [...place.split('|').map(Number), count]);
  return {
    tooltip: { ...tooltip, trigger: 'item' },
    grid: { left: 130, right: 8, top: 8, bottom: 56 },
    xAxis: { type: 'category', data: districts, ...plainAxis, axisLabel: { ...text, rotate: 40 } },
    yAxis: { type: 'category', data: kinds, ...plainAxis },
    visualMap: {
      show: false,
      min: 0,
      max: Math.max(1, ...cells.values()),
      inRange: { color: ['#e3efec', '#6da198'] },
    },
    series: [
      {
        type: 'heatmap',
        data,
        label: { show: true, color: '#12201c' },
        itemStyle: { borderColor: '#fff', borderWidth: 2 },
      },
    ],
  };
}

const namesOf = (names: readonly string[]): string[] => [...new Set(names)];

/** Counts summed under one name, the largest first. */
export function summed<T extends { readonly count: number }>(
  lines: readonly T[],
  nameOf: (line: T) => string,
): [name: string, count: number][] {
  const totals = new Map<string, number>();
  for (const line of lines) totals.set(nameOf(line), (totals.get(nameOf(line)) ?? 0) + line.count);
  return [...totals].sort(([, one], [, other]) => other - one);
}
