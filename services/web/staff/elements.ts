import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/el-alert.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-checkbox.css';
import 'element-plus/theme-chalk/el-date-picker.css';
import 'element-plus/theme-chalk/el-date-picker-panel.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-drawer.css';
import 'element-plus/theme-chalk/el-empty.css';
import 'element-plus/theme-chalk/el-icon.css';
import 'element-plus/theme-chalk/el-input.css';
import 'element-plus/theme-chalk/el-input-number.css';
import 'element-plus/theme-chalk/el-message.css';
import 'element-plus/theme-chalk/el-message-box.css';
import 'element-plus/theme-chalk/el-option.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-popper.css';
import 'element-plus/theme-chalk/el-radio.css';
import 'element-plus/theme-chalk/el-rate.css';
import 'element-plus/theme-chalk/el-scrollbar.css';
import 'element-plus/theme-chalk/el-select.css';
import 'element-plus/theme-chalk/el-select-dropdown.css';
import 'element-plus/theme-chalk/el-switch.css';
import 'element-plus/theme-chalk/el-tag.css';
import './staff.css';
import { ElMessage } from 'element-plus';
import { type App, type Component, createApp } from 'vue';
import { ApiProblem } from './api.ts';
import words from './words.json';

/** Puts a staff page on the screen. */
export function startPage(page: Component): App {
  const app = createApp(page);
  app.config.errorHandler = (thrown) => {
    tellProblem(thrown);
    if (!(thrown instanceof ApiProblem)) throw thrown;
  };
  addEventListener('unhandledrejection', ({ reason }) => {
    tellProblem(reason);
  });
  app.mount('#page');
  return app;
}

/** Tells a refusal that no form tells. */
export function tellProblem(thrown: unknown): void {
  if (!(thrown instanceof ApiProblem)) {
    ElMessage.error(words.trouble);
    return;
  }
  // The page itself asks to sign in again.
  if (thrown.code === 'auth.required') return;
  const details = thrown.fields.map(({ message }) => message).join('；');
  ElMessage({
    type: 'error',
    message: details === '' ? thrown.message : `${thrown.message}${details}`,
    duration: 6000,
    showClose: true,
  });
}

export function tellDone(message: string): void {
  ElMessage({ type: 'success', message, duration: 2500 });
}
