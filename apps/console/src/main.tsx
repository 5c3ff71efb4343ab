import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import { preferredLanguage, speak } from './i18n/i18n.js';

await speak(preferredLanguage());
createRoot(document.getElementById('root') as HTMLElement).render(<p>Tokenok</p>);
