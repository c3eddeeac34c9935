import { startPage } from '../staff/elements.ts';
import SupervisionPage from './SupervisionPage.vue';

startPage(SupervisionPage);
