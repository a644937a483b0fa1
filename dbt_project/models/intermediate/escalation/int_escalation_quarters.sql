with quarters as (
    select * from {{ ref('int_status_quarters') }}
),

compared as (
    select
        *,
        lag(nullif(rag_status, 'none') ignore nulls) over (
            partition by measure_id order by quarter_end_date
        ) as previous_status
    from quarters
),

-- A quarter without a colour belongs to the run before it and does not lengthen it.
numbered as (
    select
        *,
        sum(case
            when rag_status = 'none' or rag_status = previous_status then 0
            else 1
        end) over (
            partition by measure_id
            order by quarter_end_date
            rows between unbounded preceding and current row
        ) as status_run,
        sum(case when criteria is null then 1 else 0 end) over (
            partition by measure_id
            order by quarter_end_date
            rows between unbounded preceding and current row
        ) as exception_run
    from compared
),

final as (
    select
        measure_id,
        scorecard_id,
        quarter_id,
        quarter,
        coalesce(max(nullif(rag_status, 'none')) over (
            partition by measure_id, status_run
            order by quarter_end_date
            rows between unbounded preceding and current row
        ), 'none') as rag_status,
        last_value(
            case when rag_status != 'none' then dated_figure end ignore nulls
        ) over (
            partition by measure_id, status_run
            order by quarter_end_date
            rows between unbounded preceding and current row
        ) as dated_figure,
        exception_figure,
        sum(case when rag_status = 'none' then 0 else 1 end) over (
            partition by measure_id, status_run
            order by quarter_end_date
            rows between unbounded preceding and current row
        ) as quarters_running,
        sum(case when criteria is null then 0 else 1 end) over (
            partition by measure_id, exception_run
            order by quarter_end_date
            rows between unbounded preceding and current row
        ) as exceptions_running,
        criteria,
        quarter_end_date,
        published_on_date
    from numbered
)

select * from final
