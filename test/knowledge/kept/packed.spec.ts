import { expect } from 'chai';
import fc from 'fast-check';
import { pack, unpack } from '../../../knowledge/kept/packed.ts';

const numbers = fc.oneof(
  fc.float64Array({ noNaN: true, maxLength: 20 }),
  fc.float32Array({ noNaN: true, maxLength: 20 }),
  fc.uint32Array({ maxLength: 20 }),
  fc.int32Array({ maxLength: 20 }),
  fc.uint16Array({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 20 }),
);

describe('values that are kept as bytes', () => {
  it('come back as they were, wherever the bytes lie', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.array(numbers, { maxLength: 5 }),
        fc.nat(9),
        (given, arrays, offset) => {
          const head: unknown = JSON.parse(JSON.stringify(given));
          const bytes = pack('key', { head, arrays });
          const moved = Buffer.alloc(bytes.length + offset);
          moved.set(bytes, offset);
          expect(unpack(moved.subarray(offset), 'key')).to.deep.equal({ head, arrays });
        },
      ),
    );
  });

  it('do not keep the bytes that they came from where these are mostly a head', () => {
    const bytes = pack('key', { head: 'h'.repeat(100_000), arrays: [Uint16Array.of(1, 2, 3)] });
    const unpacked = unpack(bytes, 'key');
    if (typeof unpacked === 'string') throw new Error(unpacked);
    const [array] = unpacked.arrays;
    bytes.fill(0);
    expect([...(array ?? [])]).to.deep.equal([1, 2, 3]);
    expect(array?.buffer.byteLength).to.be.below(1000);
  });

  it('share the memory of the bytes where the head is small', () => {
    const bytes = pack('key', { head: 'h', arrays: [new Uint16Array(10_000).fill(7)] });
    const unpacked = unpack(bytes, 'key');
    if (typeof unpacked === 'string') throw new Error(unpacked);
    expect(unpacked.arrays[0]?.buffer).to.equal(bytes.buffer);
  });
});
