// Leaves out the streams of the C++ library, std::cout and its like, which nothing here uses: every
// file that includes <iostream> makes them at the start of the program (std::ios_base::Init), and
// the libraries have such files. It takes a sixth of the instructions of a start. The linker is
// told to take this function for theirs (--wrap).
extern "C" void __wrap__ZNSt8ios_base4InitC1Ev(void* /*init*/);  // NOLINT(*-reserved-identifier)

void __wrap__ZNSt8ios_base4InitC1Ev(void* /*init*/) {}  // NOLINT(*-reserved-identifier)
