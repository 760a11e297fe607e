/** Takes one line about each exchange: operation, status, time and trace id; never values, bodies or tokens. */
export interface ApiLog {
  debug(message: string): void;
  warn(message: string): void;
}
