// Makes a ledger of any size and measures what the program promises about speed: import, replay, rebuild.
//
//   swift run -c release subsidy-bench [--entries N] [--people N] [--seed N] [--keep DIR | --ledger DIR]
//   swift run -c release subsidy-bench --help

try BenchRun(CommandLine.arguments.dropFirst()).run()
