/** nats-server's code for: no record there, by sequence or by subject (`JSNoMessageFoundErr`). */
export const NO_MESSAGE_FOUND = 10037;
