# The same libraries as in third_party.cmake, compiled from the sources that scripts/release fetches: for systems that
# have none of their own. Of each only what dockcheck uses is compiled.
#
# DOCKCHECK_SOURCES is the folder of the sources, with a folder `headers` of the libraries that are headers alone.

find_package(Threads REQUIRED)
set(headers ${DOCKCHECK_SOURCES}/headers)

# from_sources(NAME FOLDER files...): a static library of third-party sources, whose warnings are not ours.
function(from_sources name folder)
    list(TRANSFORM ARGN PREPEND ${folder}/ OUTPUT_VARIABLE patterns)
    file(GLOB sources ${patterns})
    if(NOT sources)
        message(FATAL_ERROR "There is no source of ${name} in ${folder}: scripts/release fetches it.")
    endif()
    add_library(dockcheck_${name} STATIC ${sources})
    target_compile_options(dockcheck_${name} PRIVATE -w)
endfunction()

foreach(name boost cli11 dtl rapidjson)
    add_library(dockcheck_${name} INTERFACE)
    target_include_directories(dockcheck_${name} SYSTEM INTERFACE ${headers})
endforeach()
add_library(tl::expected INTERFACE IMPORTED GLOBAL)
target_include_directories(tl::expected SYSTEM INTERFACE ${headers})

add_library(dockcheck_fmt STATIC cmake/fmt_format.cpp)
target_include_directories(dockcheck_fmt SYSTEM PUBLIC ${headers})
add_library(dockcheck_tomlplusplus STATIC cmake/tomlplusplus.cpp)
target_include_directories(dockcheck_tomlplusplus SYSTEM PUBLIC ${headers})
# FLT_RADIX: toml++ 3.3 asks for it without including what has it.
target_compile_definitions(dockcheck_tomlplusplus PUBLIC TOML_HEADER_ONLY=0 FLT_RADIX=2)

set(re2 ${DOCKCHECK_SOURCES}/re2)
from_sources(re2 ${re2} re2/*.cc util/rune.cc util/strutil.cc)
target_include_directories(dockcheck_re2 SYSTEM PUBLIC ${re2})
target_link_libraries(dockcheck_re2 PUBLIC Threads::Threads)

set(yaml ${DOCKCHECK_SOURCES}/yaml-cpp)
from_sources(yaml_cpp ${yaml}/src *.cpp)
target_include_directories(dockcheck_yaml_cpp SYSTEM PUBLIC ${yaml}/include)
target_compile_definitions(dockcheck_yaml_cpp PUBLIC YAML_CPP_STATIC_DEFINE)

set(zlib ${DOCKCHECK_SOURCES}/zlib)
from_sources(zlib ${zlib} adler32.c crc32.c inf*.c zutil.c)
target_include_directories(dockcheck_zlib SYSTEM PUBLIC ${zlib})
target_compile_definitions(dockcheck_zlib PRIVATE fdopen=fdopen)    # zlib 1.2 takes a Mac for one that has no fdopen

set(zstd ${DOCKCHECK_SOURCES}/zstd/lib)
from_sources(zstd ${zstd} common/*.c decompress/*.c)
target_include_directories(dockcheck_zstd SYSTEM PUBLIC ${zstd})
target_compile_definitions(dockcheck_zstd PRIVATE ZSTD_DISABLE_ASM=1)

set(libarchive ${DOCKCHECK_SOURCES}/libarchive/libarchive)
from_sources(libarchive ${libarchive} archive_acl.c archive_check_magic.c archive_entry.c archive_entry_sparse.c
    archive_entry_stat.c archive_entry_strmode.c archive_entry_xattr.c archive_rb.c archive_read.c
    archive_read_support_format_tar.c archive_string.c archive_string_sprintf.c archive_util.c archive_virtual.c)
target_include_directories(dockcheck_libarchive SYSTEM PUBLIC ${libarchive})
target_compile_definitions(dockcheck_libarchive PUBLIC LIBARCHIVE_STATIC
    PRIVATE PLATFORM_CONFIG_H="${CMAKE_CURRENT_SOURCE_DIR}/cmake/release/libarchive_config.h")
if(WIN32)
    target_sources(dockcheck_libarchive PRIVATE ${libarchive}/archive_windows.c)
    target_link_libraries(dockcheck_libarchive PUBLIC advapi32)
endif()

# nettle's headers are included as nettle/sha2.h, and its sources lie in a folder of any name.
set(made ${CMAKE_BINARY_DIR}/third_party)
from_sources(nettle ${DOCKCHECK_SOURCES}/nettle sha256.c sha256-compress.c sha512.c sha512-compress.c
    write-be32.c write-be64.c)
file(MAKE_DIRECTORY ${made}/nettle)
file(GLOB nettle_headers ${DOCKCHECK_SOURCES}/nettle/*.h)
foreach(header ${nettle_headers})
    cmake_path(GET header FILENAME name)
    file(CREATE_LINK ${header} ${made}/nettle/${name} SYMBOLIC)
endforeach()
target_include_directories(dockcheck_nettle SYSTEM PUBLIC ${made})

# libunistring makes its headers in its own build, of these and of nothing where the system has C99.
set(unistring ${DOCKCHECK_SOURCES}/libunistring/lib)
from_sources(unistring ${unistring} uniwidth/width.c)
foreach(header unitypes uniwidth)
    configure_file(${unistring}/${header}.in.h ${made}/unistring/${header}.h COPYONLY)
endforeach()
file(WRITE ${made}/unistring/config.h "")
file(WRITE ${made}/unistring/unistring/stdint.h "#include <stdint.h>\n")
file(WRITE ${made}/unistring/unistring/localcharset.h "extern char const* locale_charset(void);\n")
target_include_directories(dockcheck_unistring SYSTEM PUBLIC ${made}/unistring PRIVATE ${unistring})
