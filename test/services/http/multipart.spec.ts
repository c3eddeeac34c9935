import { expect } from 'chai';
import fc from 'fast-check';
import { AppError } from '../../../services/errors.ts';
import { boundaryOf, type Part, readMultipart } from '../../../services/http/multipart.ts';

/** What a browser sends for a list of parts. */
function written(parts: readonly Part[], boundary: string): Buffer {
  const quoted = (name: string): string =>
    name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return Buffer.concat([
    ...parts.map(({ name, fileName, type, bytes }) =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${fileName === null ? '' : `; filename="${quoted(fileName)}"`}\r\nContent-Type: ${type}\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]),
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code;
    throw thrown;
  }
  return 'read';
}

describe('multipart bodies', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .filter((one) => !/%(22|0D|0A)/iu.test(one));
  const part: fc.Arbitrary<Part> = fc.record({
    name: text,
    fileName: fc.option(text),
    type: fc.constantFrom('text/plain', 'image/png', 'application/octet-stream'),
    bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  });

  it('read back exactly what was written, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
        expect(readMultipart(written(parts, boundary), boundary)).to.deep.equal(parts);
      }),
    );
  });

  it('end in parts or in one refusal, however they were damaged', () => {
    const whole = written(
      [{ name: 'text', fileName: null, type: 'text/plain', bytes: Buffer.from('话') }],
      'b',
    );
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(whole.length),
        fc.uint8Array({ maxLength: 6 }),
        (from, to, bytes) => {
          const damaged = Buffer.concat([whole.subarray(0, from), bytes, whole.subarray(to)]);
          expect(refusal(() => readMultipart(damaged, 'b'))).to.be.oneOf([
            'read',
            'request.malformed',
          ]);
        },
      ),
    );
  });

  for (const [what, body] of [
    ['without end', '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx'],
    ['with a part without name', '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--'],
    ['with a part without head', '--b\r\nx\r\n--b--'],
    [
      'with too many parts',
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(61) + '--b--',
    ],
    ['that are no multipart', '{"text":"x"}'],
    ['that are empty', ''],
  ] as const)
    it(`are refused ${what}`, () => {
      expect(refusal(() => readMultipart(Buffer.from(body), 'b'))).to.equal('request.malformed');
    });

  it('take the boundary from the content type only in a form that may be used', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).to.equal('abc');
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).to.equal('a b');
    expect(boundaryOf('multipart/form-data')).to.equal(null);
    expect(boundaryOf(`multipart/form-data; boundary=${'x'.repeat(200)}`)).to.have.length(70);
  });
});
