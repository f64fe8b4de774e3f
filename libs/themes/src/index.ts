export { ThemeDesk, type ThemeDeskOptions } from './theme-desk';
