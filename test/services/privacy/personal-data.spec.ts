import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { findPersonalData, maskPersonalData } from '../../../services/privacy/personal-data.ts';

const cases = parse(readFileSync('test/cases/personal-data.yaml', 'utf8')) as {
  masked: [string, string][];
  kept: string[];
};

const digits = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const day = fc.date({
  min: new Date('1920-01-01'),
  max: new Date('2026-01-01'),
  noInvalidDate: true,
});
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** ID numbers by the rule of GB 11643, with the check digit that belongs to them. */
const idNumber = fc.tuple(digits(4), day, digits(3)).map(([area, birth, order]) => {
  const body = `37${area}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${order}`;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'.charAt(sum % 11);
});
const phone = fc
  .tuple(fc.constantFrom('3', '5', '7', '8', '9'), digits(9))
  .map((parts) => `1${parts.join('')}`);
const words = fc
  .stringMatching(/^[\p{Script=Han}，。？ ]{0,12}$/u)
  .filter((text) => !/[零一二三四五六七八九〇○幺两]/u.test(text));

describe('Personal data in a text', () => {
  for (const [text, masked] of cases.masked)
    it(`is masked in “${text}”`, () => {
      expect(maskPersonalData(text)).to.equal(masked);
    });
  for (const text of cases.kept)
    it(`is not seen in “${text}”`, () => {
      expect(maskPersonalData(text)).to.equal(text);
    });

  it('is found as ID number and as phone between any words', () => {
    fc.assert(
      fc.property(fc.tuple(words, words, words), idNumber, phone, (around, id, mobile) => {
        const [before, between, after] = around;
        const text = `${before}${id}，${between}${mobile}${after}`;
        expect(
          findPersonalData(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]),
        ).to.deep.equal([
          ['id-number', id],
          ['phone', mobile],
        ]);
      }),
    );
  });

  it('is gone after masking, and nothing else is: length and all other characters stay', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.oneof(idNumber, phone),
        fc.string({ unit: 'grapheme' }),
        (before, number, after) => {
          const text = `${before}电话${number}号${after}`;
          const masked = maskPersonalData(text);
          expect(masked).to.have.length(text.length);
          expect(masked).not.to.include(number);
          for (let at = 0; at < text.length; at += 1)
            if (masked[at] !== text[at]) expect(masked[at]).to.equal('*');
          expect(maskPersonalData(masked)).to.equal(masked);
        },
      ),
    );
  });

  it('is never seen in amounts, dates and document numbers', () => {
    const amount = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(
        amount,
        amount,
        day,
        fc.integer({ min: 1, max: 999 }),
        (one, other, when, number) => {
          const date = when.toISOString().slice(0, 10);
          const text = `${date}起每月${one}元，原来${other}.50元，见民发〔${date.slice(0, 4)}〕${number}号第${number}条`;
          expect(maskPersonalData(text)).to.equal(text);
        },
      ),
    );
  });
});
