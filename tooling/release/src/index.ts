export {
  type BrowserExample,
  browserExamples,
  type ReadmeExample,
  readmeExamples,
  readmesWithout,
  strictOptions,
} from './readme-examples.js';
