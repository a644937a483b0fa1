{#- How a number about people is rounded, and what its rounded form still tells. A kind is `count`
    (whole people, answers, posts) or `mean` (of such counts); parameters are columns of the row. -#}

{#- 0 stays 0, a number up to the threshold is shown as one and the same, the rest are rounded half
    up to the base. Halves are added so that means have no gap between the two. -#}
{% macro small_number(value, threshold, shown_as, base) -%}
    case
        when {{ value }} = 0 then 0
        when 2 * {{ value }} < 2 * {{ threshold }} + 1 then {{ shown_as }}
        when 2 * mod({{ value }}, {{ base }}) >= {{ base }}
            then {{ value }} - mod({{ value }}, {{ base }}) + {{ base }}
        else {{ value }} - mod({{ value }}, {{ base }})
    end
{%- endmacro %}

{#- The least number that is shown as `shown`. -#}
{% macro least_behind(shown, kind, shown_as, base) -%}
    case
        when {{ shown }} = 0 then 0
        when {{ shown }} = {{ shown_as }} and {{ kind }} = 'count' then 1
        when {{ shown }} = {{ shown_as }} then 0
        when {{ kind }} = 'count' then {{ shown }} - floor({{ divide(base, 2) }})
        else {{ shown }} - {{ divide(base, 2) }}
    end
{%- endmacro %}

{#- The greatest number that is shown as `shown`; of a mean the end it never reaches. -#}
{% macro greatest_behind(shown, kind, threshold, shown_as, base) -%}
    case
        when {{ shown }} = 0 then 0
        when {{ shown }} = {{ shown_as }} and {{ kind }} = 'count' then {{ threshold }}
        when {{ shown }} = {{ shown_as }} then {{ threshold }} + {{ divide(1, 2) }}
        when {{ kind }} = 'count' then {{ shown }} + ceil({{ divide(base, 2) }}) - 1
        else {{ shown }} + {{ divide(base, 2) }}
    end
{%- endmacro %}
