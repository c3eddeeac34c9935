/** `npm run keys:new -- DIR`: makes the keys of a new installation, readable by the present account only. */
import { makeKeys } from '../services/config/keys.ts';

const [dir] = process.argv.slice(2);
if (dir === undefined) {
  console.error('npm run keys:new -- DIR');
  process.exitCode = 2;
} else {
  makeKeys(dir);
  console.log(`${dir}: ring.json signing.pem secrets.json`);
}
