# One test a sample, and one of the README: the program over samples/<case>/ must say what expected.txt there says.
# DOCKCHECK_BLESS=1 in the environment of ctest writes expected.txt anew, to be read as a diff.

file(GLOB samples CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/samples ${PROJECT_SOURCE_DIR}/samples/*/Dockerfile)
foreach(sample IN LISTS samples)
    get_filename_component(sample ${sample} DIRECTORY)
    add_test(NAME sample/${sample}
             COMMAND ${PROJECT_SOURCE_DIR}/tests/samples_test.sh $<TARGET_FILE:dockcheck> ${PROJECT_SOURCE_DIR}/samples/${sample})
endforeach()

# What users do in a scratch folder, and what they then see; DOCKCHECK_BLESS=1 works here too.
file(GLOB sessions CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/sessions/*.txt)
foreach(session IN LISTS sessions)
    get_filename_component(name ${session} NAME_WE)
    add_test(NAME session/${name}
             COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/session_test.sh $<TARGET_FILE:dockcheck> ${session})
    set_tests_properties(session/${name} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()

add_test(NAME readme COMMAND ${PROJECT_SOURCE_DIR}/tests/readme_test.sh ${PROJECT_SOURCE_DIR})
add_test(NAME tutorial-mends
         COMMAND ${PROJECT_SOURCE_DIR}/tests/tutorial_mends_test.sh $<TARGET_FILE:dockcheck>
                 ${PROJECT_SOURCE_DIR}/samples/flask-tutorial)
foreach(made manual schema)
    add_test(NAME ${made}
             COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/made_docs_test.sh $<TARGET_FILE:dockcheck> ${PROJECT_SOURCE_DIR} ${made})
endforeach()
find_program(DOCKCHECK_PYTHON python3)
if(DOCKCHECK_PYTHON)
    add_test(NAME configuration-document
             COMMAND ${DOCKCHECK_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/configuration_document_test.py
                     $<TARGET_FILE:dockcheck> ${PROJECT_SOURCE_DIR})
    add_test(NAME image-limits
             COMMAND ${DOCKCHECK_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/image_limits_test.py $<TARGET_FILE:dockcheck>)
    add_test(NAME language-server
             COMMAND ${DOCKCHECK_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/lsp/server_test.py $<TARGET_FILE:dockcheck>)
    add_test(NAME from-hadolint
             COMMAND ${CMAKE_COMMAND} -E env DOCKCHECK=$<TARGET_FILE:dockcheck>
                     ${DOCKCHECK_PYTHON} ${PROJECT_SOURCE_DIR}/scripts/hadolint-table --check)
endif()
add_test(NAME completions COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/completions_test.sh $<TARGET_FILE:dockcheck>)
