export { damageIn, isDamage } from './damage.js';
export { markDamaged, setAside } from './set-aside.js';
