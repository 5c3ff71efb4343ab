import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/app.js';
import { preferredLanguage, speak } from './i18n/i18n.js';
import { startTheme } from './parts/theme.js';

startTheme();
// A gateway of another version has other parts: the page is loaded again, at the same address.
window.addEventListener('vite:preloadError', () => location.reload());
await speak(preferredLanguage());
createRoot(document.getElementById('root') as HTMLElement).render(<App />);
