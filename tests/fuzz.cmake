# libFuzzer
