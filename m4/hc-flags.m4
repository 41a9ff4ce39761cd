dnl SPDX-License-Identifier: LGPL-2.1-or-later
dnl hc-flags.m4 - compiler and linker flags, each tried before it is used.

dnl HC_TRY_CFLAG(VARIABLE, FLAG): append FLAG to VARIABLE if the compiler
dnl takes it without a word (clang only warns of flags it does not know).
AC_DEFUN([HC_TRY_CFLAG], [
	AS_VAR_PUSHDEF([hc_var], [hc_cv_cflag_$2])
	AC_CACHE_CHECK([whether $CC takes $2], [hc_var], [
		hc_saved_cflags=$CFLAGS
		CFLAGS="$CFLAGS -Werror $2"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM([#include <string.h>])],
			[AS_VAR_SET([hc_var], [yes])],
			[AS_VAR_SET([hc_var], [no])])
		CFLAGS=$hc_saved_cflags
	])
	AS_VAR_IF([hc_var], [yes], [AS_VAR_APPEND([$1], [" $2"])])
	AS_VAR_POPDEF([hc_var])
])

dnl HC_TRY_LDFLAG(VARIABLE, FLAG): the same for the linker.
AC_DEFUN([HC_TRY_LDFLAG], [
	AS_VAR_PUSHDEF([hc_var], [hc_cv_ldflag_$2])
	AC_CACHE_CHECK([whether the linker takes $2], [hc_var], [
		hc_saved_ldflags=$LDFLAGS
		LDFLAGS="$LDFLAGS $2"
		AC_LINK_IFELSE([AC_LANG_PROGRAM],
			[AS_VAR_SET([hc_var], [yes])],
			[AS_VAR_SET([hc_var], [no])])
		LDFLAGS=$hc_saved_ldflags
	])
	AS_VAR_IF([hc_var], [yes], [AS_VAR_APPEND([$1], [" $2"])])
	AS_VAR_POPDEF([hc_var])
])

dnl HC_MODULE(PREFIX, MODULE, VERSION, DEBIAN PACKAGE, WHAT FOR): a library
dnl without which there is nothing to build.
AC_DEFUN([HC_MODULE], [
	PKG_CHECK_MODULES([$1], [$2 >= $3], [], [
		AC_MSG_ERROR([$2 $3 or newer is missing ($5).
  On Debian: apt-get install $4
  All of it: ./autogen.sh --bootstrap])
	])
])

dnl HC_CHOICE(PREFIX, MODULE, VERSION, DEBIAN PACKAGE, OPTION, WHAT HAPPENS
dnl WITHOUT IT): a library that --without-OPTION leaves out; with --with-OPTION
dnl its lack is an error.  Defines HAVE_PREFIX for make, sets hc_with_OPTION.
AC_DEFUN([HC_CHOICE], [
	AC_ARG_WITH([$5], [AS_HELP_STRING([--without-$5],
		[do without $2: $6])],
		[hc_with_$5=$withval], [hc_with_$5=auto])
	AS_IF([test "x$hc_with_$5" != xno], [
		PKG_CHECK_MODULES([$1], [$2 >= $3], [hc_with_$5=yes], [
			AS_IF([test "x$hc_with_$5" = xyes],
				[AC_MSG_ERROR([$2 $3 or newer is missing.
  On Debian: apt-get install $4])])
			AC_MSG_NOTICE([no $2 (Debian: $4): $6])
			hc_with_$5=no
		])
	])
	AM_CONDITIONAL([HAVE_$1], [test "x$hc_with_$5" = xyes])
])

dnl HC_TOOL(VARIABLE, PROGRAM, DEBIAN PACKAGE, WHAT IS SKIPPED WITHOUT IT)
AC_DEFUN([HC_TOOL], [
	AC_PATH_PROG([$1], [$2])
	AS_IF([test -z "$$1"], [
		AC_MSG_NOTICE([no $2 (Debian: $3): $4])
	])
])
