// The build that packs screens, which only programs with wide layers load.

export { packScreen } from './pack-screen';
