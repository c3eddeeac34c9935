import { ref } from 'vue';

const LANGUAGE = 'zh-CN';

/** Key of the text that is being read aloud; empty when it is quiet. */
export const reading = ref('');

export const canRead = typeof speechSynthesis !== 'undefined';

/** Reads a text aloud, or stops when it is already being read. */
export function readAloud(key: string, text: string): void {
  const same = reading.value === key;
  speechSynthesis.cancel();
  reading.value = '';
  if (same) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = LANGUAGE;
  utterance.rate = 0.9;
  const voice = speechSynthesis.getVoices().find(({ lang }) => lang.replace('_', '-') === LANGUAGE);
  if (voice) utterance.voice = voice;
  utterance.onend = utterance.onerror = () => {
    if (reading.value === key) reading.value = '';
  };
  reading.value = key;
  speechSynthesis.speak(utterance);
}

/** The parts of the Web Speech interface that are used; TypeScript does not know them. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  processLocally?: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onerror: (() => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}

interface RecognitionMaker {
  new (): Recognition;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<string>;
}

function maker(): RecognitionMaker | null {
  const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as Readonly<
    Record<string, RecognitionMaker | undefined>
  >;
  return SpeechRecognition ?? webkitSpeechRecognition ?? null;
}

/** Only in a secure context does a browser give out the microphone. */
export const canListen = window.isSecureContext && maker() !== null;

/** True when the browser turns speech into text on the device itself. */
export async function listensLocally(): Promise<boolean> {
  const Maker = maker();
  if (!Maker?.available) return false;
  try {
    const options = { langs: [LANGUAGE], processLocally: true };
    return (await Maker.available(options)) === 'available';
  } catch {
    return false;
  }
}

export interface Listening {
  stop(): void;
}

export interface Heard {
  readonly onText: (text: string) => void;
  readonly onEnd: (failed: boolean) => void;
}

/** Listens until the person stops speaking. */
export function listen(locally: boolean, { onText, onEnd }: Heard): Listening {
  const Maker = maker();
  if (Maker === null) throw new Error('no speech recognition here');
  const recognition = new Maker();
  let failed = false;
  recognition.lang = LANGUAGE;
  recognition.interimResults = true;
  if (locally) recognition.processLocally = true;
  recognition.onresult = ({ results }) =>
    onText(Array.from(results, (result) => result[0]?.transcript ?? '').join(''));
  recognition.onerror = () => (failed = true);
  recognition.onend = () => onEnd(failed);
  recognition.start();
  return { stop: () => recognition.stop() };
}
