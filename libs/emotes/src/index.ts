export {
  DROP_REASONS,
  createChannelState,
  isSharedCopy,
  step,
  type ChannelState,
  type CountedLine,
  type DropReason,
  type DroppedLine,
  type EmoteUse,
} from './channel-step';
export {
  findNativeEmotes,
  readNativeRanges,
  sliceCodePoints,
  type NativeEmote,
  type NativeEmotes,
} from './native-emotes';
