import { startPage } from '../staff/elements.ts';
import HandlingPage from './HandlingPage.vue';

startPage(HandlingPage);
