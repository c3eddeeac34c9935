import 'element-plus/theme-chalk/el-form.css';
import 'element-plus/theme-chalk/el-form-item.css';
import 'element-plus/theme-chalk/el-radio-button.css';
import 'element-plus/theme-chalk/el-radio-group.css';
import 'element-plus/theme-chalk/el-tag.css';
import { startPage } from '../staff/elements.ts';
import App from './App.vue';
import './desk.css';

startPage(App);
