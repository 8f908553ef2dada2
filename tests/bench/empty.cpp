// A program that does nothing: what starting one costs at least.
int main() { return 0; }
