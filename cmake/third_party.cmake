# The libraries that dockcheck is built on, each found once. README lists the packages.

if(DOCKCHECK_SOURCES)
    include(third_party_sources)
    return()
endif()

if(DOCKCHECK_STATIC)
    set(CMAKE_FIND_LIBRARY_SUFFIXES .a ${CMAKE_FIND_LIBRARY_SUFFIXES})
    set(Boost_USE_STATIC_LIBS ON)
endif()

find_package(PkgConfig)
find_package(Boost 1.78)
if(NOT PKG_CONFIG_FOUND OR NOT Boost_FOUND)    # what comes first stands for all
    message(FATAL_ERROR "The libraries that dockcheck is built with are missing. scripts/dockcheck installs them on Debian "
                        "and Ubuntu, where scripts/packages.txt has their names; elsewhere they are those of vcpkg.json.")
endif()
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Threads REQUIRED)
find_package(tomlplusplus REQUIRED)

# Boost's headers as system headers: their warnings are not ours.
add_library(dockcheck_boost INTERFACE)
target_include_directories(dockcheck_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})

# Distributions ship fmt as a shared library only: its one source is compiled here, once. The instantiations in it
# are those of fmt 9 and 10; other versions are taken header-only.
get_target_property(fmt_includes fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
if(fmt_VERSION VERSION_GREATER_EQUAL 9 AND fmt_VERSION VERSION_LESS 11)
    add_library(dockcheck_fmt STATIC cmake/fmt_format.cpp)
    set(fmt_scope PUBLIC)
else()
    add_library(dockcheck_fmt INTERFACE)
    set(fmt_scope INTERFACE)
    target_compile_definitions(dockcheck_fmt INTERFACE FMT_HEADER_ONLY)
endif()
target_include_directories(dockcheck_fmt SYSTEM ${fmt_scope} ${fmt_includes})

# toml++, compiled once.
get_target_property(tomlplusplus_includes tomlplusplus::tomlplusplus INTERFACE_INCLUDE_DIRECTORIES)
add_library(dockcheck_tomlplusplus STATIC cmake/tomlplusplus.cpp)
if(tomlplusplus_includes)
    target_include_directories(dockcheck_tomlplusplus SYSTEM PUBLIC ${tomlplusplus_includes})
endif()
target_compile_definitions(dockcheck_tomlplusplus PUBLIC TOML_HEADER_ONLY=0)

# RE2; newer ones need Abseil, which pkg-config lists.
if(DOCKCHECK_STATIC)
    pkg_check_modules(RE2 REQUIRED re2)
    add_library(dockcheck_re2 INTERFACE)
    target_include_directories(dockcheck_re2 SYSTEM INTERFACE ${RE2_STATIC_INCLUDE_DIRS})
    target_link_directories(dockcheck_re2 INTERFACE ${RE2_STATIC_LIBRARY_DIRS})
    target_link_libraries(dockcheck_re2 INTERFACE ${RE2_STATIC_LIBRARIES} Threads::Threads)
else()
    pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
    add_library(dockcheck_re2 ALIAS PkgConfig::RE2)
endif()

# What the reports are made with: SHA-256, widths of characters on a terminal, JSON.
foreach(name nettle unistring)
    find_library(${name}_library ${name} REQUIRED)
    add_library(dockcheck_${name} INTERFACE)
    target_link_libraries(dockcheck_${name} INTERFACE ${${name}_library})
endforeach()
find_path(nettle_include nettle/sha2.h REQUIRED)
target_include_directories(dockcheck_nettle SYSTEM INTERFACE ${nettle_include})
find_path(unistring_include uniwidth.h REQUIRED)
target_include_directories(dockcheck_unistring SYSTEM INTERFACE ${unistring_include})
find_path(rapidjson_include rapidjson/writer.h REQUIRED)
add_library(dockcheck_rapidjson INTERFACE)
target_include_directories(dockcheck_rapidjson SYSTEM INTERFACE ${rapidjson_include})

# What image archives are read with. Of libarchive only tar is used, so that it needs no library of its own; gzip and
# zstd are unpacked by theirs.
foreach(pair IN ITEMS libarchive:archive:archive.h zlib:z:zlib.h zstd:zstd:zstd.h)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 target)
    list(GET pair 1 name)
    list(GET pair 2 header)
    find_library(${name}_library ${name} REQUIRED)
    find_path(${target}_include ${header} REQUIRED)
    add_library(dockcheck_${target} INTERFACE)
    target_include_directories(dockcheck_${target} SYSTEM INTERFACE ${${target}_include})
    target_link_libraries(dockcheck_${target} INTERFACE ${${name}_library})
endforeach()

# yaml-cpp, by its files: its package knows the shared library alone.
find_library(yaml_cpp_library yaml-cpp REQUIRED)
find_path(yaml_cpp_include yaml-cpp/yaml.h REQUIRED)
add_library(dockcheck_yaml_cpp INTERFACE)
target_include_directories(dockcheck_yaml_cpp SYSTEM INTERFACE ${yaml_cpp_include})
target_link_libraries(dockcheck_yaml_cpp INTERFACE ${yaml_cpp_library})
target_compile_definitions(dockcheck_yaml_cpp INTERFACE YAML_CPP_STATIC_DEFINE)

# The command line's: CLI11 and dtl, headers both, each in one source.
find_package(CLI11 REQUIRED)
get_target_property(cli11_includes CLI11::CLI11 INTERFACE_INCLUDE_DIRECTORIES)
add_library(dockcheck_cli11 INTERFACE)
if(cli11_includes)
    target_include_directories(dockcheck_cli11 SYSTEM INTERFACE ${cli11_includes})
endif()
find_path(dtl_include dtl/dtl.hpp REQUIRED)
add_library(dockcheck_dtl INTERFACE)
target_include_directories(dockcheck_dtl SYSTEM INTERFACE ${dtl_include})
