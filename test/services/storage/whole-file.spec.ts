import { expect } from 'chai';
import { verdictOf } from '../../../services/storage/whole-file.ts';

describe('What SQLite says after reading its pages', () => {
  it('is that all is well', () => {
    expect(verdictOf('ok')).to.equal('sound');
  });

  for (const said of [
    '*** in database main ***\nTree 37 page 3727: btreeInitPage() returns error code 11',
    'row 3 missing from index tickets_by_day',
    'wrong # of entries in index tickets_by_day',
  ])
    it(`is damage: “${said}”`, () => {
      expect(verdictOf(said)).to.equal('damaged');
    });

  for (const said of [
    '*** in database main ***\nTree 5 page 5481: unable to get the page. error code=8458',
    'Tree 5 page 12: btreeInitPage() returns error code 266',
  ])
    it(`is a disk that gives no page, which is not known to be damaged: “${said.slice(-60)}”`, () => {
      expect(verdictOf(said)).to.equal('unreadable');
    });
});
