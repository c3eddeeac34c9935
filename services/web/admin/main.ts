import { startPage } from '../staff/elements.ts';
import AdminPage from './AdminPage.vue';

startPage(AdminPage);
