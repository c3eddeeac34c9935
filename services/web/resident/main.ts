/** The chat of the resident page. The server has put a form that works without script in its place. */
import { createApp } from 'vue';
import './chat.css';
import { readPageData } from './page-data.ts';
import ResidentChat from './ResidentChat.vue';

const place = document.getElementById('chat');
if (place) {
  const box = place.querySelector<HTMLTextAreaElement>('#question');
  const hadFocus = document.activeElement === box && box !== null;
  const typed = box?.value ?? '';
  createApp(ResidentChat, { data: readPageData(), typed }).mount(place);
  if (hadFocus) document.getElementById('question')?.focus();
}
