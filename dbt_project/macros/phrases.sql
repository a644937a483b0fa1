{#- Parts of sentences that several models say, so that each is worded once. -#}

{#- Who wrote an entry of a register and who approved it, by the titles of their posts. -#}
{% macro by_whom(author, approver) -%}
    ' by ' || coalesce({{ author }}, 'a post that is not stated')
    || ', approved by ' || coalesce({{ approver }}, 'a post that is not stated')
{%- endmacro %}

{#- Why something that rests on figures is held back: how many of them and which; `bond` says what
    they are to it. -#}
{% macro withheld_for(count, bond, figures) -%}
    'Withheld: only approved figures are published, and '
    || cast({{ count }} as {{ dbt.type_string() }})
    || ' of those {{ bond }} '
    || case when {{ count }} = 1 then 'is' else 'are' end
    || ' not approved: ' || {{ figures }} || '.'
{%- endmacro %}

{#- That a change changed nothing: so many by the old version as by the new. -#}
{% macro judged_alike(count, noun) -%}
    {{ counted(count, noun) }}
    || case when {{ count }} = 1 then ' is' else ' are' end || ' judged alike by both.'
{%- endmacro %}
