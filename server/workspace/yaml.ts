/** YAML's parser in a module of its own: what is imported late from CommonJS has lost its names once it is bundled. */
export { parseDocument } from 'yaml'
