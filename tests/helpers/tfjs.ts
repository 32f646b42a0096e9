/** TensorFlow.js as far as tests train with it: its core, its layers, and the backend in plain JavaScript. */
import '@tensorflow/tfjs-backend-cpu'

export * from '@tensorflow/tfjs-core'
export {
  CustomCallback,
  callbacks,
  type LayersModel,
  layers,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs-layers'
