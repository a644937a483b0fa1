{%- set counts = ['accepted_count', 'rejected_count'] -%}

with loads as (
    select * from {{ ref('int_loads_reconciled') }}
),

personal_tables as (
    select * from {{ ref('stg_reference__personal_tables') }}
),

rounded as (
    select
        loads.*,
        {% for count in counts -%}
        cast(
            case
                when personal_tables.table_name is null then loads.{{ count }}
                else {{ small_number(
                    'loads.' ~ count, 'personal_tables.threshold',
                    'personal_tables.shown_as', 'personal_tables.base'
                ) }}
            end as integer
        ) as shown_{{ count }},
        {% endfor -%}
        personal_tables.table_name is not null as is_rounded
    from loads
    left join personal_tables
        on
            loads.source = personal_tables.source
            and loads.table_name = personal_tables.table_name
),

-- Of a load about people no third number is told that would narrow the two.
final as (
    select
        source,
        table_name,
        load_id,
        case
            when is_rounded then shown_accepted_count + shown_rejected_count
            else row_count
        end as row_count,
        shown_accepted_count as accepted_count,
        shown_rejected_count as rejected_count,
        case when not is_rounded then source_count_before end as source_count_before,
        case when not is_rounded then source_count_after end as source_count_after,
        page_count,
        cursor_before,
        cursor_after,
        window_from,
        window_to,
        new_columns,
        content_sha256,
        is_accepted_whole,
        is_rounded,
        started_at,
        finished_at,
        known_at
    from rounded
)

select * from final
