/**
 * `<script src="https://host/widget.js" defer></script>` on any page of an allowed origin: a button, and behind it the chat in a
 * frame of our own origin. The host page can read nothing of what is said in it. Styles are set one by one, because the
 * host's content policy may forbid style sheets that are not its own.
 */
import texts from './words.zh-CN.json';

const script = document.currentScript as HTMLScriptElement | null;
const FRAME_RIGHTS = [
  'allow-scripts',
  'allow-same-origin',
  'allow-forms',
  'allow-modals',
  'allow-popups',
  'allow-popups-to-escape-sandbox',
  'allow-top-navigation-to-custom-protocols',
];

if (script) start(new URL(script.src).origin);

function start(origin: string): void {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'open' });
  const button = styled(document.createElement('button'), {
    ...{ position: 'fixed', right: '16px', bottom: '16px', zIndex: '2147483000' },
    ...{ minWidth: '64px', minHeight: '56px', padding: '0 22px', border: '2px solid #fff' },
    ...{ borderRadius: '28px', background: '#0b6153', color: '#fff', cursor: 'pointer' },
    ...{ font: '700 18px/1.2 system-ui, sans-serif', boxShadow: '0 2px 10px rgb(0 0 0 / 30%)' },
  });
  button.type = 'button';
  let frame: HTMLIFrameElement | null = null;
  const show = (open: boolean): void => {
    button.textContent = open ? texts.close : texts.open;
    button.setAttribute('aria-expanded', String(open));
    if (open && frame === null) {
      frame = frameOf(origin);
      shadow.insertBefore(frame, button);
    }
    if (frame) frame.style.display = open ? 'block' : 'none';
    if (open) frame?.focus();
  };
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'));
  shadow.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Escape') return;
    show(false);
    button.focus();
  });
  shadow.append(button);
  show(false);
  document.body.append(host);
}

function frameOf(origin: string): HTMLIFrameElement {
  const frame = styled(document.createElement('iframe'), {
    ...{ position: 'fixed', right: '16px', bottom: '84px', zIndex: '2147483000' },
    ...{ width: 'min(430px, calc(100vw - 32px))', height: 'min(680px, calc(100vh - 100px))' },
    ...{ border: '1px solid #857c6e', borderRadius: '14px', background: '#fbf7f0' },
    boxShadow: '0 6px 30px rgb(0 0 0 / 30%)',
  });
  frame.title = texts.title;
  frame.setAttribute('sandbox', FRAME_RIGHTS.join(' '));
  frame.allow = `microphone ${origin}; clipboard-write ${origin}`;
  frame.src = `${origin}/?embed=1`;
  return frame;
}

function styled<E extends HTMLElement>(element: E, style: Partial<CSSStyleDeclaration>): E {
  Object.assign(element.style, style);
  return element;
}
