# One folder, one target.

# dockcheck_library(NAME FOLDER [EXCEPTIONS] LINK targets...)
# A static library of all sources in FOLDER, in its grammar/ and in its posix/ or windows/, whichever the system is.
# Compiled without exceptions unless EXCEPTIONS is given. LINK lists the folders that it may include (see analyzer/CMakeLists.txt).
function(dockcheck_library name folder)
    cmake_parse_arguments(PARSE_ARGV 2 library "EXCEPTIONS" "" "LINK")
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp ${folder}/grammar/*.cpp
                                        ${folder}/${dockcheck_system_kind}/*.cpp)
    file(GLOB grammars CONFIGURE_DEPENDS ${folder}/grammar/*.cpp)
    if(NOT sources)
        add_library(dockcheck_${name} INTERFACE)
        target_link_libraries(dockcheck_${name} INTERFACE ${library_LINK})
        return()
    endif()
    add_library(dockcheck_${name} STATIC ${sources})
    target_include_directories(dockcheck_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(dockcheck_${name} PUBLIC ${library_LINK} PRIVATE dockcheck_warnings)
    if(NOT library_EXCEPTIONS)
        target_compile_options(dockcheck_${name} PRIVATE -fno-exceptions)
        target_compile_definitions(dockcheck_${name} PRIVATE BOOST_NO_EXCEPTIONS)
    endif()
    set_target_properties(dockcheck_${name} PROPERTIES UNITY_BUILD ${DOCKCHECK_UNITY}
                                                       UNITY_BUILD_BATCH_SIZE 20)
    set_source_files_properties(${grammars} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

set(dockcheck_system_kind posix)
if(WIN32)
    set(dockcheck_system_kind windows)
    # Files of any size, and functions that take UTF-16.
    add_compile_definitions(_FILE_OFFSET_BITS=64 UNICODE)
endif()

add_library(dockcheck_warnings INTERFACE)
target_compile_options(dockcheck_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wno-missing-field-initializers)

# Small values are cleared and copied by a few moves: the compiler's own choice, a string instruction, takes longer to
# begin than such a value takes to be written.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(dockcheck_warnings INTERFACE
        -mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign
        -mmemcpy-strategy=vector_loop:512:noalign,libcall:-1:noalign)
endif()
