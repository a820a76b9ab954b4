/* Floating point as numpy does it: every operation is rounded for itself.
 *
 * Compilers may fuse a product and a sum where the processor can, which rounds once; then the
 * last bit would depend on the machine. To be included before the functions of a file.
 */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__) && !defined(__x86_64__)
#pragma GCC optimize("-ffp-contract=off")
#endif
